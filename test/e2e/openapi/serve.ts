import { fixture } from "../../../src/local/fixture.ts";
import { startSystem } from "../../../src/local/system.ts";
import { deliveries } from "../../../src/openapi/calls.ts";

// Serves the HTTP API until it is stopped, over a log with the entries of the document's examples. Prints its URL.

const { url, invoke } = await startSystem();
for (const [name, event] of deliveries) await invoke(name, fixture(event));
console.log(url);
