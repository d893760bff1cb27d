import * as z from "zod";
import { digestOf } from "../../log/digest.ts";
import type { Extensions, NewEntry } from "../../log/entry.ts";
import { attribute, text } from "../../log/fields.ts";
import { has } from "../../log/has.ts";
import { lazy } from "../../log/lazy.ts";
import { withOrdinaryNumbers } from "../../log/ordinaryNumbers.ts";
import { cloudEvent } from "./cloudEvent.ts";
import { BinaryHeaders, type Mode } from "./httpRequest.ts";
import { asNumber, shape } from "./shape.ts";

/** One event of a request, with what its schema needs of the request. */
export interface HttpItem {
  readonly mode: Mode;
  readonly batch: boolean;
  readonly call: Call;
  /** Only the headers that describe the event, and the Idempotency-Key. No credential is among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** The event as it was sent. A number that a double cannot hold is a JSON.rawJSON object. */
  readonly event: unknown;
  /** The extensions that say who sent the event, if the deployer wants them in the log. */
  readonly sender?: Extensions;
}

/** The facts that identify one request. */
export interface Call {
  readonly api: string;
  /** A hash of the principal. A rejection holds the call, and the log must not hold the principal itself. */
  readonly caller: string;
  readonly requestId: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly time: string;
  readonly source: string;
  /** SHA-256 of the bytes of the body, in hex. Needed because `sam local start-api` gives all requests the same id and time. */
  readonly body: string;
}

/** An event as plain JSON. The schema is strict, because the log does not keep other fields. */
export const Plain = () =>
  z.strictObject({
    type: attribute(1024),
    subject: attribute(2048).optional(),
    data: z.unknown().optional(),
  });

/** The headers that are read in every mode. A CloudEvent needs no Idempotency-Key, but a wrong one is rejected there too. */
export const EventHeaders = () => z.object({ "idempotency-key": text(255).optional() });

const call = () => z.custom<Call>();
const sender = () => z.custom<Extensions>().optional();
const plainItem = lazy(() =>
  z
    .object({ call: call(), sender: sender(), headers: EventHeaders(), event: z.preprocess(asNumber, Plain()) })
    .transform(({ call, sender, headers: { "idempotency-key": key }, event: { data, ...event } }) => ({
      ...event,
      ...withOrdinaryNumbers(data),
      source: call.source,
      time: call.time,
      extensions: sender,
      ...(key === undefined
        ? { identity: ["http", call.api, call.requestId, call.time, call.body] }
        : {
            identity: ["idempotency-key", call.api, call.caller, key],
            claim: { digest: call.body, by: ["headers", "idempotency-key"], name: "Idempotency-Key" },
          }),
    })),
);

const cloudEventItem = lazy(() =>
  z
    .object({ call: call(), sender: sender(), headers: EventHeaders(), event: cloudEvent() })
    .transform(({ call, sender, event: { id, time, ...event } }) => ({
      ...event,
      extensions: { ...event.extensions, originid: id, ...sender },
      identity: ["cloudevent", event.source, id],
      time: time ?? call.time,
      claim: { digest: digestOf(event), by: ["event", "id"], name: "source and id" },
    })),
);

// The headers are checked first, so that an error names the header and not the attribute that was made from it.
const binaryItem = lazy(() =>
  z
    .looseObject({ headers: BinaryHeaders() })
    .transform((item): unknown => item)
    .pipe(cloudEventItem()),
);

const schemas: ReadonlyMap<unknown, () => z.ZodType<NewEntry>> = new Map<Mode, () => z.ZodType<NewEntry>>([
  ["plain", plainItem],
  ["binary", binaryItem],
  ["structured", cloudEventItem],
  ["batch", cloudEventItem],
]);

/** Makes an entry of an {@link HttpItem}. */
export const httpRecord = shape(
  (item): z.ZodType<NewEntry> => ((has(item, "mode") && schemas.get(item.mode)) || cloudEventItem)(),
);
