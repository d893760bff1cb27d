import * as z from "zod";

/** An event with a list of records. */
export interface Batch {
  readonly Records: readonly unknown[];
}

/** Accepts every event with at least one record. Each record is validated by itself. */
export const batch: z.ZodType<Batch> = z.object({ Records: z.array(z.unknown()).pipe(z.array(z.unknown()).min(1)) });
