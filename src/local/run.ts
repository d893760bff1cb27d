/** `npm start`: runs the local system. */
import { enableCompileCache } from "node:module";

// The next start takes two thirds of the time.
enableCompileCache();
const { start } = await import("./start.ts");
await start(process.argv.slice(2));
