import { reading } from "../middleware/stack.ts";
import { streams } from "../streams.ts";

export const handler = reading(streams);
