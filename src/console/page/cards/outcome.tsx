import type { ComponentChildren } from "preact";
import type { Action } from "./useAction.ts";

/** What became of an action, in a sentence. */
export const Outcome = <T,>({
  action,
  children,
}: {
  readonly action: Action<T>;
  readonly children: (value: T) => ComponentChildren;
}) => (
  <div class="outcome" role="status">
    {action.failure !== undefined && <p class="is-bad">{action.failure}</p>}
    {action.value !== undefined && children(action.value)}
  </div>
);
