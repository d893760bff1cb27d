import { s3 } from "../schemas/s3.ts";
import { onEvent } from "../tributary.ts";

export const handler = onEvent(s3("s3"));
