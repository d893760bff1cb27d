import { http } from "../schemas/http.ts";
import { onEvent } from "../tributary.ts";

export const handler = onEvent(http("http"));
