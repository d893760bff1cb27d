import { sqs } from "tributary";
import { onEvent } from "../onEvent.ts";
import { Order } from "../order.ts";
import { ship } from "../ship.ts";

export const handler = onEvent(sqs("orders", { body: Order }), ship);
