import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { ok } from "./ok.ts";

// Runs `npm run demo`, and checks what it prints.
const text = execFileSync("npm", ["run", "--silent", "demo"], { encoding: "utf8" });
console.log(text);

const [happened = "", logs = "", rejected = ""] = text.split(/\n\nGET \/\w+\n\n/).map((part) => part.trim());
for (const line of ["1 written", "1 duplicate", "2 written, 1 rejected", "201 Created", "200 OK", "400 Bad Request"])
  assert.ok(happened.includes(line), `The demo does not print "${line}"`);

const entries = logs.split("\n").slice(1);
assert.equal(entries.length, 6, "The demo does not log 6 entries");
for (const type of ["s3.ObjectCreated:Put", "tributary.schedule.fired", "shop.order.paid", "user.signed-up"])
  assert.ok(logs.includes(type), `The demo has no entry of the type ${type}`);

assert.equal(rejected.split("\n").slice(1).length, 2, "The demo does not reject 2 events");
assert.match(rejected, /event\.type +Invalid input/);
ok("the demo prints which events were logged, which were duplicates, and which were rejected and why");
