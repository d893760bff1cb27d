import * as z from "zod";
import { sha256Of } from "../../log/clip.ts";
import { attribute } from "../../log/fields.ts";
import { jsonOf } from "../../log/json.ts";
import { lazy } from "../../log/lazy.ts";
import { textAt } from "../../log/textAt.ts";
import { shape } from "./shape.ts";

/**
 * A schema for the records of one event source. A record of another source is not accepted: somebody has connected the function to a
 * wrong source. `place` says in words where the right records come from.
 */
export const recordFrom = <T>(eventSource: string, place: string, schema: z.ZodType<T>) => {
  const ofAnother = lazy(() =>
    z
      .object({
        eventSource: z.literal(eventSource, {
          error: ({ input }) =>
            `Invalid source: expected ${eventSource}, received ${typeof input === "string" ? input : "none"}. Connect this function only to ${place}`,
        }),
      })
      .transform(() => z.NEVER),
  );
  return shape((record) => (textAt(record, "eventSource") === eventSource ? schema : ofAnother()));
};

/** The ARN of the queue or the stream. */
export const sourceArn = attribute(2048).pipe(z.string().startsWith("arn:"));

/**
 * The identity of a record that may be invalid: the ARN of its source, and the id that the source gave it. If one of them is missing,
 * it is the record itself. `sourceOf` converts the ARN to the one that all deliveries have. The id of the request is no part of it,
 * because each delivery of a polled record has another one.
 */
export const polledIdentity = (
  record: unknown,
  id: string | undefined,
  sourceOf = (arn: string): string => arn,
): readonly string[] => {
  const arn = textAt(record, "eventSourceARN");
  return arn === undefined || id === undefined ? [sha256Of(jsonOf(record))] : [sourceOf(arn), id];
};
