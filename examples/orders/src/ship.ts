import type { WorkContext } from "tributary";
import * as z from "zod";
import type { Order } from "./order.ts";

const Parcel = z.object({ parcel: z.string() });

/**
 * Orders a parcel from the carrier at CARRIER_URL. The entry keeps the number of the parcel as its `result`. The log id is the same
 * each time the order is delivered, so the carrier makes one parcel of two calls. If this throws, SQS delivers the order again. The
 * function logs the message of the error, so that it quotes nothing of the order.
 */
export const ship = async ({ orderId, items }: Order, { id, signal }: Pick<WorkContext, "id" | "signal">) => {
  const answer = await fetch(process.env["CARRIER_URL"] ?? "", {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": id },
    body: JSON.stringify({ reference: orderId, pieces: items.reduce((sum, { quantity }) => sum + quantity, 0) }),
    signal,
  });
  if (!answer.ok) throw new Error(`The carrier answered ${answer.status}`);
  return Parcel.parse(await answer.json());
};
