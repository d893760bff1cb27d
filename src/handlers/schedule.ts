import { onEvent } from "../middleware/stack.ts";
import { schedule } from "../schemas/schedule.ts";

export const handler = onEvent(schedule);
