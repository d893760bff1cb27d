import { s3 } from "tributary";
import { describe } from "../describe.ts";
import { onEvent } from "../onEvent.ts";

export const handler = onEvent(s3("uploads"), describe);
