import { printable } from "../../../log/printable.ts";
import { ask } from "../api/ask.ts";
import { Json } from "../parts/json.tsx";
import { useLoaded } from "../parts/useLoaded.ts";
import { counted } from "../text/numbers.ts";
import { Card } from "./card.tsx";
import { Outcome } from "./outcome.tsx";
import type { System } from "./system.ts";
import { useAction } from "./useAction.ts";

interface Message {
  readonly id: string;
  readonly failure?: { readonly function: string; readonly error: string };
}

interface Redriven {
  readonly redriven: readonly unknown[];
}

/** The queues with the events that failed too often, and the redrive. */
export const QueuesCard = ({ queues }: Pick<System, "queues">) => (
  <Card
    title="Failure queues"
    text="An event that a function could not handle waits here. A redrive delivers it again."
  >
    {queues.length === 0 && <p>This project has no queue.</p>}
    {queues.map(({ name, messages }) => (
      <Queue key={name} name={name} count={messages} />
    ))}
  </Card>
);

const Queue = ({ name, count }: { readonly name: string; readonly count: number }) => {
  const path = `/_local/queues/${encodeURIComponent(name)}`;
  const { value, failure } = useLoaded(
    `${name} ${count}`,
    async (signal) => (await ask(path, { signal })) as { readonly messages: readonly Message[] },
  );
  const [action, redrive] = useAction(
    async (query: string) => (await ask(`${path}/redrive${query}`, { method: "POST" })) as Redriven,
  );
  return (
    <div class="queue">
      <div class="form-line">
        <span>
          <b>{name}</b> <span class="quiet">{counted(count, "message", "messages")}</span>
        </span>
        <button
          type="button"
          class="button"
          disabled={count === 0 || action.isBusy}
          onClick={() => void redrive("?dry")}
        >
          Only look
        </button>
        <button
          type="button"
          class="button is-main"
          disabled={count === 0 || action.isBusy}
          onClick={() => void redrive("")}
        >
          Redrive
        </button>
      </div>
      {failure !== undefined && <p class="is-bad">{failure}</p>}
      <ul class="messages">
        {value?.messages.map(({ id, failure }) => (
          <li key={id}>
            <span>
              <b>{failure?.function ?? "An ordinary message"}</b>{" "}
              <span class="quiet">{printable(failure?.error ?? "")}</span>
            </span>
            <button
              type="button"
              class="plain"
              disabled={action.isBusy}
              onClick={() => void redrive(`?id=${encodeURIComponent(id)}`)}
            >
              Redrive this one
            </button>
          </li>
        ))}
      </ul>
      <Outcome action={action}>
        {({ redriven }) => (
          <details open>
            <summary>{counted(redriven.length, "message", "messages")}</summary>
            <Json value={redriven} />
          </details>
        )}
      </Outcome>
    </div>
  );
};
