import { useEffect, useState } from "preact/hooks";
import type { Outcome } from "../../server/outcome.ts";
import { ask } from "../api/ask.ts";
import { counted } from "../text/numbers.ts";
import { Card } from "./card.tsx";
import { Choice } from "./choice.tsx";
import type { System } from "./system.ts";
import { useAction } from "./useAction.ts";

interface Faults {
  readonly planned: readonly { readonly function: string; readonly fault: string; readonly count: number }[];
  readonly disturbed: Readonly<Record<string, number>>;
  readonly outcome: Outcome;
  readonly faults: Readonly<Record<string, string>>;
}

const PATH = "/_local/faults";
const ASK_MS = 2_000;
const read = async (init?: RequestInit): Promise<Faults> => (await ask(PATH, init)) as Faults;

/** Buttons that disturb the next calls of a function, and what became of the disturbed events. */
export const FaultsCard = ({ functions }: Pick<System, "functions">) => {
  const [name, setName] = useState(functions[0]?.id ?? "");
  const [faults, setFaults] = useState<Faults>();
  useEffect(() => {
    const look = (): void => void read().then(setFaults, () => undefined);
    look();
    const timer = setInterval(() => !document.hidden && look(), ASK_MS);
    return () => clearInterval(timer);
  }, []);
  const [action, change] = useAction(async (fault: string | undefined) => {
    const body = JSON.stringify({ function: name, fault });
    setFaults(await read(fault === undefined ? { method: "DELETE" } : { method: "POST", body }));
  });
  return (
    <Card
      title="Faults"
      text="Each button disturbs the next call of a function. Then send an event, and see that the log keeps its promise."
    >
      <div class="form-line">
        <Choice label="Function" value={name} names={functions.map(({ id }) => id)} onChoose={setName} />
      </div>
      <ul class="faults">
        {Object.entries(faults?.faults ?? {}).map(([fault, text]) => (
          <li key={fault}>
            <button type="button" class="button" disabled={action.isBusy} onClick={() => void change(fault)}>
              {fault}
            </button>
            <span class="quiet">
              {text}
              {(faults?.disturbed[fault] ?? 0) > 0 && ` (${faults?.disturbed[fault]} so far)`}
            </span>
          </li>
        ))}
      </ul>
      {action.failure !== undefined && <p class="is-bad">{action.failure}</p>}
      {faults && faults.planned.length > 0 && (
        <p class="planned">
          Planned:{" "}
          {faults.planned
            .map((one) => `${one.fault} for ${one.function}${one.count > 1 ? ` (${one.count} times)` : ""}`)
            .join(", ")}{" "}
          <button type="button" class="plain" onClick={() => void change(undefined)}>
            Remove
          </button>
        </p>
      )}
      {faults && <Kept {...faults.outcome} />}
    </Card>
  );
};

const Kept = ({ events, entries, kept, waiting, refused, lost, doubled }: Outcome) => {
  if (events === 0) return <p class="quiet">No event was disturbed so far.</p>;
  const isKept = lost === 0 && doubled === 0;
  return (
    <div class={isKept ? "promise is-good" : "promise is-bad"} role="status">
      <p>
        <b>{isKept ? "The promise holds." : "The promise is broken."}</b> {counted(events, "event was", "events were")}{" "}
        disturbed, and the log has {counted(entries, "entry", "entries")} of {events === 1 ? "it" : "them"}.
      </p>
      <dl class="figures">
        {Object.entries({ kept, "still waiting": waiting, "told to the sender": refused, lost, doubled }).map(
          ([label, count]) => (
            <div key={label} class={count > 0 && (label === "lost" || label === "doubled") ? "is-bad" : undefined}>
              <dt>{label}</dt>
              <dd>{count}</dd>
            </div>
          ),
        )}
      </dl>
    </div>
  );
};
