import { logs } from "../api/logs.ts";
import { onRequest } from "../middleware/stack.ts";

export const handler = onRequest(logs);
