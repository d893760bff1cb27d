import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fixture } from "../src/local/fixture.ts";
import { dynamoStore } from "../src/log/store.ts";
import { dying } from "./commands.ts";
import { cloudEvent, s3Record } from "./sent.ts";
import { newTable } from "./table.ts";
import { bodyOf, deliver, newWorld, readAll, request, worldOf } from "./world.ts";

const NOW = Date.parse("2026-03-01T00:00:00.000Z");
const DAY = 86_400_000;
const iso = (ms: number) => new Date(ms).toISOString();

const upload = (time: number, key = "key", sequencer = "1") => s3Record({ time: iso(time), key, sequencer });

/** The raw items of the table. */
const items = async ({ client, name }: Awaited<ReturnType<typeof newTable>>) => {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: name, ConsistentRead: true }));
  return Items;
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
const bytesOf = (value: unknown): number => {
  if (typeof value === "string") return Buffer.byteLength(value);
  if (typeof value === "number") return Math.ceil(String(value).length / 2) + 1;
  if (typeof value !== "object" || value === null) return 1;
  return Object.entries(value).reduce((sum, [name, inner]) => sum + Buffer.byteLength(name) + bytesOf(inner), 3);
};

describe("an ordinary entry", async () => {
  const world = await newWorld();
  const ordinary = [
    "s3-put",
    "s3-removed-delete",
    "http-json",
    "http-cloudevent-structured",
    "schedule-rule",
    "schedule-scheduler-context",
  ];
  test.each(ordinary)("of %s has at most 800 bytes", async (file) => {
    const before = (await items(world.table)).map(({ pk, sk }) => `${pk}${sk}`);
    const handler = { s3: world.s3, http: world.http, schedule: world.schedule }[
      file.split("-")[0] as "s3" | "http" | "schedule"
    ];
    await deliver<unknown>(handler, fixture(file));
    const [item, ...others] = (await items(world.table)).filter(
      ({ pk, sk }) => sk !== "claim" && !before.includes(`${pk}${sk}`),
    );
    expect(others).toEqual([]);
    expect(bytesOf(item), JSON.stringify(item)).toBeLessThanOrEqual(800);
  });
});

describe("an item", async () => {
  const world = await newWorld({}, () => NOW);

  test("does not repeat its time and its subject", async () => {
    await deliver(world.s3, { Records: [upload(NOW, "a/unique/key")] });
    const text = JSON.stringify(await items(world.table));
    expect(text.split("a/unique/key")).toHaveLength(2);
    expect(text.split(iso(NOW))).toHaveLength(3); // time and recordedtime
  });

  test("is in the index byArrival only if it arrived more than 60 s after its time", async () => {
    await deliver(world.s3, { Records: [upload(NOW - 60_000, "in time"), upload(NOW - 60_001, "late")] });
    const late = (await items(world.table)).filter((item) => "late" in item);
    expect(late.map(({ about, late, arrival, recordedtime }) => ({ about, late, arrival, recordedtime }))).toEqual([
      {
        about: "s3#0#late",
        late: "s3#0",
        arrival: expect.stringMatching(/^2026-03-01T00:00:00.000Z#[\w-]{20}$/),
        recordedtime: undefined,
      },
    ]);
    const [entry] = await readAll(world.logs, "/logs?subject=late");
    expect(entry?.recordedtime).toBe(iso(NOW));
  });

  test("is found by a subject that is too long for an index key", async () => {
    const subject = "ü".repeat(1500);
    await deliver(world.http, cloudEvent({ id: "long", subject, time: iso(NOW) }));
    expect((await items(world.table)).filter((item) => item["subject"] === subject)).toHaveLength(1);
    expect(await readAll(world.logs, `/logs?subject=${encodeURIComponent(subject)}`)).toHaveLength(1);
  });
});

describe("with a retention of 7 days", async () => {
  let now = NOW;
  const world = await newWorld({ RETENTION_DAYS: "7" }, () => now);

  test("an entry expires 7 days after its time, and cannot be read then, even if it is not yet deleted", async () => {
    const { ids } = await deliver(world.s3, { Records: [upload(NOW - DAY)] });
    expect((await items(world.table)).map(({ expiresat }) => expiresat)).toEqual([(NOW + 6 * DAY) / 1000]);
    const seen = async () => [
      (await readAll(world.logs, "/logs")).length,
      (await deliver(world.logs, request("GET", `/logs/${ids[0]}`))).statusCode,
    ];
    now = NOW + 6 * DAY - 1000;
    expect(await seen()).toEqual([1, 200]);
    now = NOW + 6 * DAY;
    expect(await seen()).toEqual([0, 404]);
    now = NOW;
  });

  test.each([
    ["older than 7 days", NOW - 7 * DAY, "expired"],
    ["more than 5 minutes ahead of now", NOW + 5 * 60_000 + 1, "future"],
  ])("an event that is %s is rejected once, with its time", async (_, time, reason) => {
    const before = (await readAll(world.logs, "/rejected")).length;
    const event = { Records: [upload(time), upload(NOW, reason)] };
    expect(await deliver(world.s3, event)).toMatchObject({ written: 1, rejected: 1 });
    expect(await deliver(world.s3, event)).toMatchObject({ duplicate: 1, rejected: 1 });
    const rejections = await readAll(world.logs, "/rejected");
    expect(rejections).toHaveLength(before + 1);
    expect(rejections.find(({ type }) => type === `tributary.rejected.${reason}`)).toMatchObject({
      time: iso(NOW),
      data: { reason, time: iso(time), issues: [{ path: ["time"], code: reason }], payload: upload(time) },
    });
  });

  test.each([NOW - 7 * DAY + 1000, NOW + 5 * 60_000])(
    "an event at the limit of the admission is written",
    async (time) => {
      expect(await deliver(world.s3, { Records: [upload(time, "within", String(time))] })).toMatchObject({
        written: 1,
      });
    },
  );
});

describe("a claim", async () => {
  test("keeps the time of the first try, even if functions die between the claim and the entry", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }), fc.uuid(), async (deaths, id) => {
        const table = await shared;
        let failing = false;
        const world = worldOf(dying(table, () => failing));
        let first: number | undefined;
        for (const [i, dies] of deaths.entries()) {
          failing = dies;
          const { statusCode } = await deliver(world.http, timed({ id }, NOW + i * 1000));
          first ??= NOW;
          expect(statusCode).toBe(dies ? 503 : deaths.slice(0, i).includes(false) ? 200 : 201);
        }
        failing = false;
        await deliver(world.http, timed({ id }, NOW + 99_000));
        const entries = (await readAll(world.logs, "/logs?limit=200")).filter(({ originid }) => originid === id);
        expect(entries.map(({ time }) => time)).toEqual([iso(first ?? 0)]);
      }),
      { numRuns: 15 },
    );
  });

  test("expires after 30 days, and then the key can be used again", async () => {
    let now = NOW;
    const world = await newWorld({}, () => now);
    const send = (data: number) => {
      const call = request(
        "POST",
        "/events",
        { "content-type": "application/json", "idempotency-key": "k" },
        `{"type":"t","data":${data}}`,
      );
      return deliver(world.http, { ...call, requestContext: { ...call.requestContext, timeEpoch: now } });
    };
    expect((await send(1)).statusCode).toBe(201);
    now += 30 * DAY - 1000;
    expect((await send(2)).statusCode).toBe(422);
    now += 1000;
    expect((await send(2)).statusCode).toBe(201);
  });

  const shared = newTable();
  const timed = (event: object, timeEpoch: number) => {
    const call = cloudEvent(event);
    return { ...call, requestContext: { ...call.requestContext, timeEpoch } };
  };
});

describe("when the table does not answer", async () => {
  const { s3, http, logs, lines } = worldOf({ ...(await newTable()), name: "gone" });

  test("an asynchronous function throws, and says how many records were not kept", async () => {
    await expect(deliver(s3, { Records: [upload(NOW), upload(NOW, "b")] })).rejects.toThrow(
      "2 of 2 records could not be kept",
    );
    expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ level: "error", received: 2, failed: 2, written: 0 });
  });

  test("an HTTP request and each event of a batch get a 503 with Retry-After that does not name the table", async () => {
    const one = await deliver(http, cloudEvent({}));
    expect(one).toMatchObject({
      statusCode: 503,
      headers: { "retry-after": "5", "content-type": "application/problem+json" },
    });
    const event = { specversion: "1.0", id: "1", source: "/s", type: "t" };
    const batch = await deliver(
      http,
      request(
        "POST",
        "/events",
        { "content-type": "application/cloudevents-batch+json" },
        JSON.stringify([event, event]),
      ),
    );
    expect(batch).toMatchObject({ statusCode: 207, headers: { "retry-after": "5" } });
    expect(bodyOf(batch)).toMatchObject([{ status: 503 }, { status: 503 }]);
    const read = await deliver(logs, request("GET", "/logs"));
    expect(read).toMatchObject({ statusCode: 503, headers: { "retry-after": "5" } });
    for (const { body } of [one, batch, read]) expect(body).not.toMatch(/gone|dynamo|table/i);
  });
});

describe("finding the place of an entry", () => {
  const rejection = { identity: ["find"], claim: {}, source: "s", type: "t" };
  const { signal } = new AbortController();

  test("writes no claim, and finds the time in the claim of another try until the claim expires", async () => {
    const store = dynamoStore(await newTable());
    const at = (now: number) => ({ now, signal });
    const entry = (now: number) => ({ ...rejection, time: iso(now) });
    expect(await store.find("rejected", entry(NOW), at(NOW))).toMatchObject({ entry: { time: iso(NOW) } });
    const claimed = await store.place("rejected", entry(NOW + 1), at(NOW + 1));
    expect(claimed).toMatchObject({ entry: { time: iso(NOW + 1) } });
    expect(await store.find("rejected", entry(NOW + 2), at(NOW + 2))).toEqual(claimed);
    const later = NOW + 31 * DAY;
    expect(await store.find("rejected", entry(later), at(later))).toMatchObject({ entry: { time: iso(later) } });
  });
});
