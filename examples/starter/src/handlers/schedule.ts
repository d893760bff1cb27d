import { schedule } from "tributary";
import { onEvent } from "../onEvent.ts";

export const handler = onEvent(schedule("schedule"));
