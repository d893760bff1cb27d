import { useState } from "preact/hooks";
import { ask } from "../api/ask.ts";
import { utc } from "../text/times.ts";
import { Card } from "./card.tsx";
import { Choice } from "./choice.tsx";
import { Delivered, type Delivery } from "./delivered.tsx";
import { due } from "./due.ts";
import { Outcome } from "./outcome.tsx";
import type { System } from "./system.ts";
import { useAction } from "./useAction.ts";

/** Fires a schedule, as if it were due at a time. */
export const FireCard = ({ schedules }: Pick<System, "schedules">) => {
  const [name, setName] = useState(schedules[0]?.name ?? "");
  const time = due.value;
  const [action, fire] = useAction(async (_: undefined) => {
    const path = `/_local/schedules/${encodeURIComponent(name)}?time=${encodeURIComponent(`${time}Z`)}`;
    return (await ask(path, { method: "POST" })) as Delivery;
  });
  const chosen = schedules.find((one) => one.name === name);
  return (
    <Card title="Fire a schedule" text="A firing that the log has already is not written again.">
      <div class="form-line">
        <Choice label="Schedule" value={name} names={schedules.map((one) => one.name)} onChoose={setName} />
        <label>
          Due at, in UTC
          <input
            type="datetime-local"
            step={1}
            value={time}
            onInput={({ currentTarget }) => {
              due.value = currentTarget.value;
            }}
          />
        </label>
      </div>
      {chosen && (
        <p class="quiet">
          <code>{chosen.expression}</code>
          {chosen.next !== undefined && `, next at ${utc(Date.parse(chosen.next))}`}
        </p>
      )}
      <p class="actions">
        <button
          type="button"
          class="button is-main"
          disabled={action.isBusy || time === ""}
          onClick={() => void fire(undefined)}
        >
          {action.isBusy ? "Firing…" : "Fire"}
        </button>
      </p>
      <Outcome action={action}>{(value) => <Delivered value={value} />}</Outcome>
    </Card>
  );
};
