import * as z from "zod";

/** The attributes of an item as DynamoDB's protocol writes them: `{"pk":{"S":"s3#0"}}`. */
export type Attributes = z.infer<typeof Attributes>;
export const Attributes = z.record(z.string(), z.record(z.string(), z.unknown()));

/** What the stub took since the last time: how many writes each table got, and the first items. */
export type Taken = z.infer<typeof Taken>;
export const Taken = z.object({
  puts: z.record(z.string(), z.number()),
  updates: z.record(z.string(), z.number()),
  queries: z.number(),
  samples: z.array(Attributes),
});
