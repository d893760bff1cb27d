import { onEvent } from "../middleware/stack.ts";
import { http } from "../schemas/http.ts";

export const handler = onEvent(http);
