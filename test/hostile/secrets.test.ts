import { afterAll, describe, expect, test } from "vitest";
import { handler as http } from "../../src/handlers/http.ts";
import { handler as logs } from "../../src/handlers/logs.ts";
import { handler as s3 } from "../../src/handlers/s3.ts";
import { handler as schedule } from "../../src/handlers/schedule.ts";
import { request } from "../world.ts";
import { expectAnswer } from "./answer.ts";
import { expectNothingElse } from "./contents.ts";
import { invoke, lines } from "./functions.ts";
import { BATCH, BINARY, entryAt, firing, get, JSON_TYPE, post, STRUCTURED, upload } from "./sending.ts";

const MARK = "s3cr3t";
const marked = Object.fromEntries(
  ["authorization", "cookie", "x-api-key", "x-amz-security-token", "user-agent", "ce-id", "ce-type", "ce-ext"].map(
    (name) => [name, MARK],
  ),
);
const event = { specversion: "1.0", id: MARK, source: MARK, type: MARK, subject: MARK, ext: MARK, data: MARK };
const rawQueryString = `X-Amz-Security-Token=${MARK}&subject=${MARK}`;

describe("the request log", () => {
  test.each([
    ["an event that is kept", STRUCTURED, JSON.stringify(event)],
    ["plain JSON that is kept", { ...JSON_TYPE, "idempotency-key": MARK }, JSON.stringify({ type: MARK, data: MARK })],
    ["a key that is used twice", { ...JSON_TYPE, "idempotency-key": MARK }, JSON.stringify({ type: MARK, data: 2 })],
    ["an event that is rejected", STRUCTURED, JSON.stringify({ ...event, [MARK.toUpperCase()]: MARK, time: MARK })],
    ["a batch", BATCH, JSON.stringify([event, MARK, { [MARK]: MARK }])],
    ["a binary event", { ...BINARY, "content-type": `text/${MARK}` }, MARK],
    ["a body that is not JSON", JSON_TYPE, `{"${MARK}": ${MARK}`],
    ["an unknown content type", { "content-type": `${MARK}/${MARK}` }, MARK],
    ["a body that is too large", JSON_TYPE, JSON.stringify({ type: MARK, data: MARK.repeat(200_000) })],
  ])("has no content of %s", async (_, headers, body) => {
    const before = lines().length;
    const call = request("POST", "/events", { ...marked, ...headers }, body);
    expectAnswer(await invoke(http, { ...call, rawQueryString, queryStringParameters: { a: MARK }, cookies: [MARK] }));
    expect(lines().slice(before)).toHaveLength(1);
    expect(lines().slice(before).join().toLowerCase()).not.toContain(MARK);
  });

  test("has no content of uploads and firings, accepted or rejected", async () => {
    const good = [
      upload(MARK, { glacierEventData: MARK }),
      upload(`bad-${MARK}`, { eventTime: MARK }),
      { [MARK]: MARK },
    ];
    await invoke(s3, { Records: good });
    await invoke(s3, { [MARK]: MARK });
    await invoke(schedule, firing(MARK, { detail: MARK }));
    await invoke(schedule, { scheduleArn: MARK, scheduledTime: MARK, headers: marked });
    expect(lines().join().toLowerCase()).not.toContain(MARK);
  });

  test("has no query and no headers of a reader", async () => {
    for (const path of ["/logs", "/rejected"])
      for (const name of ["subject", "type", "cursor", "from", "limit", MARK])
        expectAnswer(
          await invoke(logs, request("GET", `${path}?${name}=${MARK}`, { ...marked, "if-none-match": MARK })),
        );
    expect(lines().join().toLowerCase()).not.toContain(MARK);
  });
});

test("a rejected event can be read only under /rejected", async () => {
  const { json } = await post(JSON_TYPE, JSON.stringify({ payload: "only-here" }));
  const { instance } = json as { instance: string };
  expect(JSON.stringify(await entryAt(instance))).toContain("only-here");
  expect(JSON.stringify(await get("/logs?limit=200"))).not.toContain("only-here");
  expect((await get(instance.replace("/rejected/", "/logs/"))).statusCode).toBe(404);
});

afterAll(expectNothingElse);
