import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { ok } from "../ok.ts";
import { startLocal } from "../startLocal.ts";
import { startCarrier } from "./carrier.ts";

// Runs a copy of examples/orders with the command of the installed package, in the working directory. No AWS and no emulator takes part.

const COMMAND = "node_modules/.bin/tributary";
const URL = "http://127.0.0.1:8125";

const carrier = await startCarrier(8124);
const options = ["--memory", "--port", "8125", "--parameter", "CarrierUrl=http://127.0.0.1:8124/parcels"];
const stop = await startLocal(COMMAND, ["start", ...options], URL);
try {
  const order = readFileSync("events/orders-one.json", "utf8");
  for (const _ of ["once", "again"]) {
    const answer = await fetch(`${URL}/_local/events/OrdersFunction`, { method: "POST", body: order });
    assert.equal(answer.status, 200, await answer.text());
  }
  const { stdout } = await promisify(execFile)(COMMAND, ["logs", "--url", URL]);
  const [entry, ...others] = stdout.trim().split("\n");
  assert.deepEqual(others, []);
  const { stream, data, result } = JSON.parse(entry ?? "");
  assert.deepEqual([stream, data.body.orderId, result], ["orders", "o-1", '{"parcel":"p-1"}']);
  assert.equal(carrier.keys.size, 1);
  ok("tributary start: an order that is delivered twice is shipped once, and is one entry");
} finally {
  await stop();
  carrier.stop();
}
