import * as z from "zod";
import { S3Record } from "../notification/record.ts";
import { ObjectMeta } from "./objectMeta.ts";

/**
 * A change of an object that is written down before it is done, so that a kill loses neither the change nor its notification: at the
 * next start it is done again, and told again.
 */
export const Change = z.object({
  key: z.string(),
  /** The name of the file in the folder `staged` that becomes the object. Without it, the file is already there. */
  staged: z.string().optional(),
  /** What the object is after the change. Without it, the object is removed. */
  meta: ObjectMeta.optional(),
  /** The notification of the change. */
  record: S3Record,
});
export type Change = Readonly<z.infer<typeof Change>>;
