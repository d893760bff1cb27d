import { schedule } from "../schemas/schedule.ts";
import { onEvent } from "../tributary.ts";

export const handler = onEvent(schedule("schedule"));
