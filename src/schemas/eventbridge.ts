import * as z from "zod";
import { clipText } from "../log/clip.ts";
import { copyOf } from "../log/copyOf.ts";
import type { NewEntry } from "../log/entry.ts";
import { attribute, type Moment, moment, text } from "../log/fields.ts";
import { has } from "../log/has.ts";
import { jsonOf } from "../log/json.ts";
import { textAt } from "../log/textAt.ts";
import { type Report, reportOrThrow } from "./kit/report.ts";
import { optionalField } from "./kit/s3Upload.ts";
import { anyObject, parsedIn, withSent } from "./kit/shape.ts";
import { subjectOf } from "./kit/subject.ts";
import { type Trigger, trigger } from "./kit/trigger.ts";
import { type Fields, type Names, unread } from "./kit/unread.ts";

/** `detail` is the schema of the field `detail`. */
interface Options<Detail> {
  readonly detail: z.ZodType<Detail>;
}

/** An event of a bus. */
interface BusEvent<Detail> {
  readonly id: string;
  readonly source: string;
  readonly detailType: string;
  readonly time: Moment;
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly resources: readonly string[];
  /** As it was sent. */
  readonly sent: unknown;
  /** The output of the schema. */
  readonly detail: Detail;
  /** All other fields. */
  readonly others: Fields | undefined;
}

/**
 * Events of any bus of EventBridge, from any source. The work function gets the detail, as the schema `detail` returns it.
 *
 * @example
 * const Order = z.object({ orderId: z.string(), total: z.number() });
 * export const handler = onEvent(eventbridge("orders", { detail: Order }), ({ orderId }) => confirm(orderId));
 */
export function eventbridge<const Name extends string>(stream: Name): EventBridge<Name, unknown>;
export function eventbridge<const Name extends string, Detail>(
  stream: Name,
  options: Options<Detail>,
): EventBridge<Name, Detail>;
export function eventbridge(
  stream: string,
  { detail = z.unknown() }: Partial<Options<unknown>> = {},
): EventBridge<string, unknown> {
  return trigger({
    stream,
    event: anyObject,
    items: (event) => [event],
    record: withSent(
      () => eventOf(detail),
      (read, sent) => ({
        ...read,
        sent: has(sent, "detail") ? sent.detail : undefined,
        others: unread(sent, READ),
      }),
    ),
    entry: eventEntry,
    given: ({ detail }: BusEvent<unknown>) => detail,
    identify: (event) => {
      const id = textAt(event, "id");
      return id === undefined || !ENVELOPE.every((name) => has(event, name)) ? undefined : [id];
    },
    respond: reportOrThrow,
  });
}

/** The trigger of a bus. `Detail` is what the work function gets. */
export type EventBridge<Name extends string, Detail> = Trigger<Name, Fields, Fields, BusEvent<Detail>, Report, Detail>;

/**
 * Every event of a bus has these fields. If the target of a rule has an input path or a transformer, another event comes, and its `id`
 * is not that of the bus.
 */
const ENVELOPE = ["id", "source", "detail-type", "time", "detail"];

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html */
const eventOf = <Detail>(detail: z.ZodType<Detail>) =>
  z
    .object({
      id: attribute(1024),
      source: attribute(1024),
      "detail-type": attribute(1024),
      time: moment,
      account: optionalField(attribute(256)),
      region: optionalField(attribute(256)),
      resources: optionalField(z.array(text(2048)).readonly()),
      // A copy, because the schema may change its input, and the entry keeps the detail as it was sent.
      detail: z.unknown().transform((sent, context) => parsedIn(context, detail, copyOf(sent))),
    })
    .transform(({ "detail-type": detailType, resources = [], detail, ...event }) => ({
      ...event,
      ...{ detailType, resources, detail },
    }));

// The fields that the schema reads, the version of the format, and the name of the replay, which differs between two deliveries.
const READ: Names = {
  ...{ version: true, id: true, source: true, "detail-type": true, time: true, account: true, region: true },
  ...{ resources: true, detail: true, "replay-name": true },
};

const eventEntry = (event: BusEvent<unknown>): NewEntry => {
  const { id, source, detailType, time, account, region, resources, others } = event;
  return {
    identity: ["eventbridge", id],
    time: time.time,
    source,
    type: `${source.replace(SERVICE, "com.amazonaws.")}.${detailType}`,
    subject: resources[0] === undefined ? undefined : subjectOf(resources[0]),
    data: event.sent,
    extensions: {
      originid: id,
      ...(account !== undefined && { account }),
      ...(region !== undefined && { region }),
      ...(resources.length > 1 && { resources: jsonText(resources) }),
      ...(others !== undefined && { details: jsonText(others) }),
      ...(time.origintime !== undefined && { origintime: time.origintime }),
    },
  };
};

/** The beginning of the source of an AWS service. The source of a partner begins with `aws.partner/` and stays as it is. */
const SERVICE = /^aws\.(?!partner\/)/;

const EXTENSION_BYTES = 16 * 1024;

/** A list or an object as the JSON text of an extension. A text over 16 KB is cut. */
const jsonText = (value: Fields | readonly string[]): string => subjectOf(clipText(jsonOf(value), EXTENSION_BYTES));
