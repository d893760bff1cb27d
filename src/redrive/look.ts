import { contextOf } from "../local/context.ts";
import type { Store } from "../log/store.ts";
import { stack } from "../middleware/stack.ts";
import type { Report } from "../schemas/kit/report.ts";
import { s3 } from "../schemas/s3.ts";
import { schedule } from "../schemas/schedule.ts";

/** Says of an event of an asynchronous trigger what its function would do, and does nothing: `written` is what is not in the log yet. */
export const look = async (store: Store, event: unknown): Promise<Report> => {
  const { onEvent } = stack({ store: lookOnly(store), print: () => {} });
  const handler = s3.event.safeParse(event).success ? onEvent(s3) : onEvent(schedule);
  return handler(event, contextOf("look"));
};

/** A store that writes nothing, no claim either: so a rejection always looks as if it were not there. */
const lookOnly = (store: Store): Store => ({
  ...store,
  place: (stream, { claim: _, ...entry }, at) => store.place(stream, entry, at),
  put: async (placed, at) => ((await store.has(placed, at)) ? "duplicate" : "written"),
});
