import { writeSync } from "node:fs";
import { contextOf } from "../../src/local/context.ts";
import { load } from "./load.ts";
import { used } from "./used.ts";

// Handles one event in a new process: cold <file> <event>. Writes to the file descriptor 3 what that took, and the answer.

const [, , file = "", event = ""] = process.argv;
const started = used();
const began = performance.now();
const handle = await load(file);
const answer = await handle(JSON.parse(event), contextOf("bench"));
const ended = used();
writeSync(3, JSON.stringify({ cpu: ended - started, process: ended, wall: performance.now() - began, answer }));
process.exit();
