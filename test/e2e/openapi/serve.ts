import { fixture } from "../../../src/local/fixture.ts";
import { IN_MEMORY } from "../../../src/local/options.ts";
import { startSystem } from "../../../src/local/system.ts";
import { deliveries } from "../../../src/openapi/calls.ts";

// Serves the HTTP API until it is stopped, over a log with the entries of the document's examples. Prints its URL.

const FUNCTIONS = { s3: "S3Function", schedule: "ScheduleFunction" };
const { url, invoke } = await startSystem(IN_MEMORY);
for (const [name, event] of deliveries) await invoke(FUNCTIONS[name], fixture(event));
console.log(url);
