import { readLog } from "../middleware/readLog.ts";
import { streams } from "../streams.ts";

export const handler = readLog(streams);
