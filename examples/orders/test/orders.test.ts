import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { sqs } from "tributary";
import { fixturesIn, invoke, memoryLog } from "tributary/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Order } from "../src/order.ts";
import { ship } from "../src/ship.ts";
import { streams } from "../src/streams.ts";

const { one } = fixturesIn(new URL("../events/", import.meta.url), "orders");

/** A carrier that makes one parcel for each key. */
const parcels = new Map<string, unknown>();
let status = 200;
const carrier = createServer(async (request, response) => {
  const body = await json(request);
  const key = String(request.headers["idempotency-key"]);
  if (status === 200) parcels.set(key, body);
  response.writeHead(status).end(JSON.stringify({ parcel: `p-${[...parcels.keys()].indexOf(key) + 1}` }));
});

beforeAll(async () => {
  await once(carrier.listen(0, "127.0.0.1"), "listening");
  process.env["CARRIER_URL"] = `http://127.0.0.1:${(carrier.address() as AddressInfo).port}`;
});
afterAll(() => carrier.close());

test("an order is shipped once, and the log keeps the number of its parcel", async () => {
  const log = memoryLog(streams);
  const handler = log.onEvent(sqs("orders", { body: Order }), ship);
  await invoke(handler, one);
  await invoke(handler, one);
  expect(await log.entries()).toMatchObject([{ stream: "orders", result: '{"parcel":"p-1"}' }]);
  expect([...parcels.values()]).toEqual([{ reference: "o-1", pieces: 3 }]);
});

test("an order that the carrier refuses is delivered again, and is not in the log", async () => {
  status = 503;
  const log = memoryLog(streams);
  const handler = log.onEvent(sqs("orders", { body: Order }), ship);
  await expect(invoke(handler, one)).rejects.toThrow("The carrier answered 503");
  expect(await log.entries()).toEqual([]);
});
