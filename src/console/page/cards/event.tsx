import { useState } from "preact/hooks";
import { ask } from "../api/ask.ts";
import { Card } from "./card.tsx";
import { Choice } from "./choice.tsx";
import { Delivered, type Delivery } from "./delivered.tsx";
import { Outcome } from "./outcome.tsx";
import type { System } from "./system.ts";
import { useAction } from "./useAction.ts";

const REQUEST = JSON.stringify({ type: "hello.world", subject: "first", data: { by: "the console" } }, null, 2);

/** Sends a request to the API of the project, or delivers an event to a function. */
export const EventCard = ({ system }: { readonly system: System }) => {
  const posts = system.routes.map(({ route }) => route).filter((route) => /^POST \/[^{]*$/.test(route));
  const functions = system.functions.filter(({ events }) => events.some(({ type }) => type !== "HttpApi"));
  const [target, setTarget] = useState(posts[0] ?? functions[0]?.id ?? "");
  const [body, setBody] = useState(REQUEST);
  const [action, send] = useAction(async (_: undefined) => {
    const isRoute = target.startsWith("POST ");
    const path = isRoute ? target.slice("POST ".length) : `/_local/events/${encodeURIComponent(target)}`;
    return (await ask(path, { method: "POST", body, headers: { "content-type": "application/json" } })) as Delivery;
  });
  return (
    <Card
      title="Send an event"
      text="A request goes to the API. An event goes to a function, as its service delivers it."
    >
      <div class="form-line">
        <Choice label="To" value={target} names={[...posts, ...functions.map(({ id }) => id)]} onChoose={setTarget} />
      </div>
      <textarea
        aria-label="The event as JSON"
        rows={7}
        spellcheck={false}
        value={body}
        onInput={({ currentTarget }) => setBody(currentTarget.value)}
      />
      <p class="actions">
        <button type="button" class="button is-main" disabled={action.isBusy} onClick={() => void send(undefined)}>
          {action.isBusy ? "Sending…" : "Send"}
        </button>
      </p>
      <Outcome action={action}>{(value) => <Delivered value={value} />}</Outcome>
    </Card>
  );
};
