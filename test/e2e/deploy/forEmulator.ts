import { readFileSync, writeFileSync } from "node:fs";
import { isMap, parseDocument } from "yaml";

// Copies the template without the alarms that the emulator refuses: those over a sum of several metrics.
// `node forEmulator.ts FROM TO`
const [from = "", to = ""] = process.argv.slice(2);
const template = parseDocument(readFileSync(from, "utf8"), { logLevel: "error" });
const resources = template.get("Resources");
if (!isMap(resources)) throw new Error(`${from} has no Resources`);
const sums = resources.items.filter(({ value }) => isMap(value) && value.hasIn(["Properties", "Metrics"]));
if (sums.length === 0) throw new Error("The template has no alarm that the emulator refuses. Delete this script");
for (const { key } of sums) resources.delete(key);
writeFileSync(to, template.toString({ lineWidth: 0 }));
