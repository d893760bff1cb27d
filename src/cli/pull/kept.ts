import type { Entry } from "../../log/entry.ts";
import { failure } from "../failure.ts";
import { dynamodbEvent } from "./dynamodbEvent.ts";
import { eventBridgeEvent } from "./eventBridgeEvent.ts";
import { httpEvent } from "./httpEvent.ts";
import { kinesisEvent } from "./kinesisEvent.ts";
import type { Pulled } from "./pulled.ts";
import { s3Event } from "./s3Event.ts";
import { scheduledEvent } from "./scheduledEvent.ts";
import { snsEvent } from "./snsEvent.ts";
import { sqsEvent } from "./sqsEvent.ts";

/**
 * Each one makes the event of its own kind of entry, and gives `undefined` for the others. The first ones check the identity. A
 * CloudEvent that came by HTTP may look like an event of the last ones, so it comes before them.
 */
const kinds: readonly ((entry: Entry) => Pulled | undefined)[] = [
  ...[sqsEvent, snsEvent, kinesisEvent, dynamodbEvent, eventBridgeEvent],
  ...[httpEvent, s3Event, scheduledEvent],
];

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
