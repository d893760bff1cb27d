import { http } from "tributary";
import { onEvent } from "../onEvent.ts";

export const handler = onEvent(http("http"));
