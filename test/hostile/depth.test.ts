import { afterAll, describe, expect, test } from "vitest";
import { handler as schedule } from "../../src/handlers/schedule.ts";
import { expectNothingElse } from "./contents.ts";
import { invoke } from "./functions.ts";
import { s3 } from "./s3.ts";
import { entryAt, firing, get, JSON_TYPE, kept, post, upload } from "./sending.ts";
import { nested } from "./values.ts";

const deepText = (depth: number, bottom = "1") => `${"[".repeat(depth)}${bottom}${"]".repeat(depth)}`;

describe("a body", () => {
  test("nested 900 levels deep is kept unchanged", async () => {
    const { headers } = await post(JSON_TYPE, `{"type":"t","data":${deepText(900)}}`);
    expect(JSON.stringify((await entryAt(headers["location"])).data)).toBe(deepText(900));
  });

  test.each([1_500, 2_000, 3_000, 10_000, 100_000])("nested %i levels deep gets a 400", async (depth) => {
    expect(await post(JSON_TYPE, `{"type":"t","data":${deepText(depth)}}`)).toMatchObject({ statusCode: 400 });
  });

  test("with many brackets inside a string is not deep", async () => {
    const data = `\\"${"[".repeat(5_000)}`;
    const { headers } = await post(JSON_TYPE, `{"type":"t","data":"${data}"}`);
    expect((await entryAt(headers["location"])).data).toBe(JSON.parse(`"${data}"`));
  });
});

describe.each([900, 1_500, 4_500, 10_000, 100_000])("an asynchronous event nested %i levels deep", (depth) => {
  test("is kept as a firing, with its data whole or as JSON text", async () => {
    const event = firing(`deep-${depth}`, { detail: JSON.parse(deepText(depth)) });
    const { data } = await kept(await invoke(schedule, event));
    expect(typeof data === "string" ? data : JSON.stringify(data)).toBe(deepText(depth));
    expect(await invoke(schedule, event)).toMatchObject({ duplicate: 1 });
  });

  test("is kept as an upload, with a decoded key", async () => {
    const record = upload(`deep+${depth}`, { glacierEventData: nested(depth) });
    expect(await kept(await invoke(s3, { Records: [record] }))).toMatchObject({ subject: `deep ${depth}` });
    expect(await invoke(s3, { Records: [record] })).toMatchObject({ duplicate: 1 });
  });

  test("leaves a rejection, even if it holds a number that a double cannot hold", async () => {
    for (const number of ["12345678901234567890", "1769774400.1234567", "1e400", "-0"])
      expect(await invoke(schedule, { detail: JSON.parse(deepText(depth, number)) })).toMatchObject({ rejected: 1 });
  });

  test("leaves its own rejection, even if another event differs only at the bottom", async () => {
    const [one, two] = [nested(depth, "one"), nested(depth, "two")].map((detail) => ({ detail }));
    const deliver = (event: unknown) => invoke(schedule, event, `deep ${depth}`);
    expect(await deliver(one)).toMatchObject({ received: 1, rejected: 1 });
    const ids = await Promise.all([one, two, one].map(async (event) => (await deliver(event)).ids[0]));
    expect(new Set(ids).size).toBe(2);
  });
});

test("a reader can read the log whatever the depth of its entries is", async () => {
  for (let depth = 4_000; depth < 5_000; depth += 10)
    await invoke(schedule, firing(`edge-${depth}`, { detail: nested(depth) }));
  expect(await get("/logs?limit=200")).toMatchObject({ statusCode: 200 });
});

afterAll(expectNothingElse);
