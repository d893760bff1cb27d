import type { Streams } from "../../src/log/streams.ts";
import { streams } from "../../src/streams.ts";
import { namesIn, triggers } from "../everyTrigger.ts";

/** The triggers that the deployed stack does not use. */
export const unused = triggers.filter((name) => !namesIn("handlers").includes(name));

/** The streams of the deployed stack, and one for each trigger that it does not use. */
export const allStreams: Streams = { ...streams, ...Object.fromEntries(unused.map((name) => [name, {}])) };
