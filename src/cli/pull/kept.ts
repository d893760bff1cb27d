import type { Entry } from "../../log/entry.ts";
import { failure } from "../failure.ts";
import { httpEvent } from "./httpEvent.ts";
import type { Pulled } from "./pulled.ts";
import { s3Event } from "./s3Event.ts";
import { scheduledEvent } from "./scheduledEvent.ts";

/** Each one makes the event of its own kind of entry, and gives `undefined` for the others. */
const kinds: readonly ((entry: Entry) => Pulled | undefined)[] = [httpEvent, s3Event, scheduledEvent];

/** Makes the event again from which the log has this entry. Throws a Failure if the log does not hold enough of it. */
export const ofKept = (entry: Entry): Pulled => {
  const { id, type, truncated } = entry;
  if (truncated !== undefined)
    throw failure(
      `The data of ${id} was cut when it was kept, so no event can be made of it: tributary get ${id} shows what is left`,
    );
  for (const eventOf of kinds) {
    const pulled = eventOf(entry);
    if (pulled !== undefined) return pulled;
  }
  throw failure(`No event can be made of ${id}, because this version does not know how ${type} is delivered`);
};
