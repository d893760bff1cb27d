import { dynamodb } from "tributary";
import { onEvent } from "../onEvent.ts";

export const handler = onEvent(dynamodb("inventory"));
