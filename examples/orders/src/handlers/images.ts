import { s3 } from "tributary";
import { onEvent } from "../onEvent.ts";
import { thumbnail } from "../thumbnail.ts";

export const handler = onEvent(s3("images"), thumbnail);
