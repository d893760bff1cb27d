import { afterAll, describe, expect, test } from "vitest";
import { handler as s3 } from "../../src/handlers/s3.ts";
import { handler as schedule } from "../../src/handlers/schedule.ts";
import { expectNothingElse } from "./contents.ts";
import { invoke } from "./functions.ts";
import { entryAt, firing, JSON_TYPE, kept, post, STRUCTURED, upload } from "./sending.ts";

describe("a number in data", () => {
  test.each(["1e308", "-1e308", "5e-324", "-0", "0.1", "9007199254740993", "1e-400", "123456789012345678901234567890"])(
    "%s is the double that every reader of JSON makes of it",
    async (number) => {
      const { headers } = await post(JSON_TYPE, `{"type":"t","data":[${number}]}`);
      const { data } = await entryAt(headers["location"]);
      expect(data).toEqual([Number(number) + 0]);
    },
  );

  test.each(["1e400", "-1e400", `1${"0".repeat(400)}`])(
    "%s, of which JSON.parse makes Infinity, is a 400, never null",
    async (number) => {
      for (const body of [`{"type":"t","data":${number}}`, `{"type":"t","data":{"a":[${number}]}}`])
        expect(await post(JSON_TYPE, body)).toMatchObject({ statusCode: 400 });
    },
  );

  test("beyond a double is null in a firing, which nobody waits for, and the firing is kept", async () => {
    const detail = JSON.parse("[1e308,5e-324,1e400]");
    const { data } = await kept(await invoke(schedule, firing("numbers", { detail })));
    expect(data).toEqual([1e308, 5e-324, null]);
  });
});

test.each(["2147483648", "1.5", "1e308", "1e400", "-2147483649"])("an extension of %s is a 400", async (number) => {
  const event = `{"specversion":"1.0","id":"${number}","source":"/s","type":"t","ext":${number}}`;
  expect(await post(STRUCTURED, event)).toMatchObject({ statusCode: 400 });
});

test.each(["1e400", "-1e400", '"1e3"', "{}"])("an upload with a size of %s is rejected by that path", async (size) => {
  const record = upload("size");
  const s3Part = { ...record.s3, object: { ...record.s3.object, size: JSON.parse(size) } };
  const { data } = await kept(await invoke(s3, { Records: [{ ...record, s3: s3Part }] }));
  expect(data).toMatchObject({ issues: [{ path: ["s3", "object", "size"] }] });
});

test.each(["type", "subject", "source", "id", "time", "datacontenttype"])(
  "a number for %s is a 400 that points at it",
  async (field) => {
    const event = { specversion: "1.0", id: `n-${field}`, source: "/s", type: "t", [field]: 5e-324 };
    const { statusCode, json } = await post(STRUCTURED, JSON.stringify(event));
    expect(statusCode).toBe(400);
    expect(json).toMatchObject({ errors: [{ pointer: `#/${field}` }] });
  },
);

afterAll(expectNothingElse);
