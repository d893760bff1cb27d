import { beforeAll, describe, expect, test } from "vitest";
import { type Bound, writeCursor } from "../../src/log/cursor.ts";
import { invoke } from "./functions.ts";
import { s3 } from "./s3.ts";
import { get, JSON_TYPE, post, upload } from "./sending.ts";

const HASH = "a".repeat(20);
/** The queries that the cursors of a list, of counts, of a follower and of a tail are bound to, if there is no filter. */
const LOGGED: Bound = { path: "/logs", order: "desc", from: null, to: null };
const COUNTED: Bound = { ...LOGGED, path: "/logs/stats" };
const FOLLOWED: Bound = { path: "/logs", follow: true };
const TAILED: Bound = { path: "/logs", tail: true };
let rejected: string;
let written: string;

beforeAll(async () => {
  const { ids } = await invoke(s3, { Records: [upload("k"), {}] });
  [written = "", rejected = ""] = ids;
  await post({ ...JSON_TYPE, "idempotency-key": "k" }, '{"type":"t"}');
});

describe("an id", () => {
  test.each([
    ...["", ".", "..", "%", "%00", "s3", "s3.0", `s3.0.0.${HASH}`, `s3.-1.0.${HASH}`, `s3.10000.0.${HASH}`],
    ...[
      `s3.0.zzzzzzzzzzz.${HASH}`,
      `s3.0.-zzzzzzzzzz.${HASH}`,
      `s3.0.00.${HASH}`,
      `s3.0.-0.${HASH}`,
      `s3.0.0.${HASH}a`,
    ],
    ...[`claim.0.0.${HASH}`, `claim#${HASH}`, `__proto__.0.0.${HASH}`, `s3%230.0.0.${HASH}`, `S3.0.0.${HASH}`],
    ...["x".repeat(10_000), "\ud800", "a\nb", "' OR 1=1", "{}", '"'],
  ])("that is not in the log (%j) gets a 404", async (id) => {
    for (const path of ["/logs", "/rejected"]) expect(await get(`${path}/${id}`)).toMatchObject({ statusCode: 404 });
  });

  test("of a rejection is not found under /logs, and the id of an entry is not found under /rejected", async () => {
    expect(await get(`/logs/${rejected}`)).toMatchObject({ statusCode: 404 });
    expect(await get(`/rejected/${written}`)).toMatchObject({ statusCode: 404 });
    expect(await get(`/rejected/${rejected}`)).toMatchObject({ statusCode: 200 });
  });
});

test("no filter of /logs shows rejections, and no filter of /rejected shows entries", async () => {
  expect(await get("/logs?stream=rejected")).toMatchObject({ statusCode: 400 });
  expect(await get("/rejected?stream=s3")).toMatchObject({ statusCode: 400 });
  expect(await get("/logs?type=tributary.rejected.schema")).toMatchObject({ json: { entries: [] } });
});

describe("a cursor", () => {
  const forged = (sk: string, stream: string, bound = LOGGED): string =>
    Reflect.apply(writeCursor, undefined, [{ after: { sk, stream } }, bound]);

  test("that this file forges is accepted like a real one", async () => {
    const after = [`2999-01-01T00:00:00.000Z#${HASH}`, "s3"] as const;
    expect(await get(`/logs?cursor=${forged(...after)}`)).toMatchObject({ statusCode: 200 });
    expect(await get(`/logs/stats?cursor=${forged(...after, COUNTED)}`)).toMatchObject({ statusCode: 200 });
    expect(await get(`/logs?follow=${forged(...after, FOLLOWED)}`)).toMatchObject({ statusCode: 200 });
  });

  test.each([
    ...["", "x", "null", "{}", "[]", "eyJ2IjoxfQ", "%00", "\ud800", "x".repeat(5_000)],
    ...[forged("", "s3"), forged("9999", "s3"), forged(`2026-01-01T00:00:00.000Z#${HASH}`, "__proto__")],
    ...[forged(`2026-01-01T00:00:00.000Z#${HASH}`, "claim#0"), forged(`claim#${HASH}`, "s3")],
    ...[LOGGED, COUNTED, FOLLOWED, TAILED].map((bound) => forged(`9999-99-99T99:99:99.999Z#${HASH}`, "s3", bound)),
    ...[LOGGED, COUNTED, FOLLOWED].map((bound) => forged(`2016-12-31T23:59:60.000Z#${HASH}`, "s3", bound)), // a leap second
    ...[forged(`2026-01-01T00:00:00.000Z#${HASH}`, "s3", { ...LOGGED, order: "asc" })],
    forged(`2026-01-01T00:00:00.000Z#${HASH}`, "s3", TAILED), // the cursor of a tail has a time and no place
  ])("that the log would never make (%j) gets a 400", async (cursor) => {
    const text = encodeURIComponent(cursor.toWellFormed());
    for (const target of ["/logs?cursor", "/logs/stats?cursor", "/logs?follow", "/logs?tail"])
      expect(await get(`${target}=${text}`)).toMatchObject({ statusCode: 400 });
  });

  test.each([
    [`0000-01-01T00:00:00.000Z#${HASH}`, "desc", "from=2026-01-01T00:00:00Z", { from: "2026-01-01T00:00:00Z" }],
    [`9999-12-31T23:59:59.999Z#${HASH}`, "asc", "to=2026-01-01T00:00:00Z", { to: "2026-01-01T00:00:00Z" }],
    [`9999-12-31T23:59:59.999Z#${HASH}`, "desc", "", {}],
    [`0000-01-01T00:00:00.000Z#${HASH}`, "asc", "", {}],
  ])("that is outside the asked time range (%s, %s) gets a 200", async (sk, order, query, bound) => {
    for (const [path, kind] of [
      ["/logs", LOGGED],
      ["/logs/stats", COUNTED],
    ] as const) {
      const cursor = forged(sk, "s3", { ...kind, order, ...bound });
      expect(await get(`${path}?${query}&order=${order}&cursor=${cursor}`)).toMatchObject({ statusCode: 200 });
    }
    expect(await get(`/logs?follow=${forged(sk, "s3", FOLLOWED)}`)).toMatchObject({ statusCode: 200 });
  });

  test("of /logs that names the stream of rejections shows no rejection", async () => {
    const [late, early] = [`2999-01-01T00:00:00.000Z#${HASH}`, `0001-01-01T00:00:00.000Z#${HASH}`];
    for (const target of [
      `/logs?cursor=${forged(late, "rejected")}`,
      `/logs/stats?cursor=${forged(late, "rejected", COUNTED)}`,
      `/logs?follow=${forged(early, "rejected", FOLLOWED)}`,
    ]) {
      const { statusCode, json } = await get(target);
      expect(statusCode).toBe(200);
      expect(JSON.stringify(json ?? {})).not.toContain("tributary.rejected");
    }
  });
});
