import { fixture } from "../../../src/local/fixture.ts";
import { startSystem } from "../../../src/local/system.ts";
import { deliveries } from "../../../src/openapi/calls.ts";

// Serves the HTTP API over a log that holds what the document's examples are about, until it is stopped. Prints its URL.

const { url, invoke } = await startSystem();
for (const [name, event] of deliveries) await invoke(name, fixture(event));
console.log(url);
