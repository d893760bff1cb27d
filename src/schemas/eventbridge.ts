import * as z from "zod";
import { clipText } from "../log/clip.ts";
import { attribute, moment, text } from "../log/fields.ts";
import { jsonOf } from "../log/json.ts";
import { orAnything } from "./kit/orAnything.ts";
import { reportOrThrow } from "./kit/report.ts";
import { optionalField } from "./kit/s3Upload.ts";
import { has, shape } from "./kit/shape.ts";
import { subjectOf } from "./kit/subject.ts";
import { trigger } from "./kit/trigger.ts";
import { type Fields, type Names, unread } from "./kit/unread.ts";

interface EventBridgeOptions<Detail> {
  /** The schema of the field `detail`. */
  readonly detail?: z.ZodType<Detail>;
}

/**
 * Events of any bus of EventBridge, from any source. The work function gets the detail that the schema has validated. The entry keeps
 * the detail as it was sent.
 *
 * @example
 * const Order = z.object({ orderId: z.string(), total: z.number() });
 * export const handler = onEvent(eventbridge("orders", { detail: Order }), ({ orderId }) => confirm(orderId));
 */
export const eventbridge = <const Name extends string, Detail = unknown>(
  stream: Name,
  { detail }: EventBridgeOptions<Detail> = {},
) =>
  trigger({
    stream,
    event: z.looseObject({}),
    items: (event) => [event],
    record: shape((event) =>
      Event.extend({ detail: orAnything(detail) }).transform((read) => ({
        ...read,
        sent: has(event, "detail") ? event.detail : undefined,
        others: unread(event, READ),
      })),
    ),
    entry: ({ id, source, "detail-type": detailType, time: { time, origintime }, account, region, ...event }) => ({
      identity: identityOf(id),
      time,
      source,
      type: `${source.replace(SERVICE, "com.amazonaws.")}.${detailType}`,
      subject: event.resources?.[0] === undefined ? undefined : subjectOf(event.resources[0]),
      data: event.sent,
      extensions: {
        originid: id,
        ...(account !== undefined && { account }),
        ...(region !== undefined && { region }),
        ...(event.resources !== undefined && event.resources.length > 1 && { resources: jsonText(event.resources) }),
        ...(event.others !== undefined && { details: jsonText(event.others) }),
        ...(origintime !== undefined && { origintime }),
      },
    }),
    given: ({ detail }: { readonly detail: Detail }) => detail,
    identify: ({ id }) => (typeof id === "string" ? identityOf(id) : undefined),
    respond: reportOrThrow,
  });

const identityOf = (id: string): readonly string[] => ["eventbridge", id];

/** https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
const Event = z.object({
  id: attribute(1024),
  source: attribute(1024),
  "detail-type": attribute(1024),
  time: moment,
  account: optionalField(attribute(256)),
  region: optionalField(attribute(256)),
  resources: optionalField(z.array(text(2048))),
});

// The fields that the schema reads, the version of the format, and the name of the replay, which differs between two deliveries.
const READ: Names = {
  ...{ version: true, id: true, source: true, "detail-type": true, time: true, account: true, region: true },
  ...{ resources: true, detail: true, "replay-name": true },
};

/** The beginning of the source of an AWS service. The source of a partner begins with `aws.partner/` and stays as it is. */
const SERVICE = /^aws\.(?!partner\/)/;

const EXTENSION_BYTES = 16 * 1024;

/** A list or an object as the JSON text of an extension. A text over 16 KB is cut. */
const jsonText = (value: Fields | readonly string[]): string => subjectOf(clipText(jsonOf(value), EXTENSION_BYTES));
