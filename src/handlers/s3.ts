import { onEvent } from "../middleware/stack.ts";
import { s3 } from "../schemas/s3.ts";

export const handler = onEvent(s3);
