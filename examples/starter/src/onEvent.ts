import { tributary } from "tributary";
import { streams } from "./streams.ts";

export const { onEvent } = tributary(streams);
