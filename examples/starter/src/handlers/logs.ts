import { readLog } from "tributary/read";
import { streams } from "../streams.ts";

export const handler = readLog(streams);
