import type * as z from "zod";
import { copyOf } from "../../log/copyOf.ts";
import { parsedIn } from "./shape.ts";

/** The content of a record. */
export interface Content {
  /** As it was sent. In it, a number that a double cannot hold is a `JSON.rawJSON` object. */
  readonly exact: unknown;
  /** The same with ordinary numbers, for schemas and work functions. */
  readonly data: unknown;
}

/** A content that a schema has accepted. `given` is the output of the schema, for the work function. */
export interface Checked<Given> extends Content {
  readonly given: Given;
}

/**
 * Checks the content that `content` finds in its input. The issues of `schema` get the path of the content. `schema` gets a copy,
 * because it may change its input.
 */
export const checked = <Given>(content: z.ZodType<Content>, schema: z.ZodType<Given>) =>
  content.transform(
    (found, context): Checked<Given> => ({ ...found, given: parsedIn(context, schema, copyOf(found.data)) }),
  );
