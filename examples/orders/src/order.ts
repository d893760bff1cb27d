import * as z from "zod";

/** An order, as the shop sends it to the queue. */
export type Order = z.infer<typeof Order>;
export const Order = z.object({
  orderId: z.string().min(1),
  items: z.array(z.object({ sku: z.string().min(1), quantity: z.int().positive() })).min(1),
});
