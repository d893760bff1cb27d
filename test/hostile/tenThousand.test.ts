import { expect, test } from "vitest";
import { expectNothingElse } from "./contents.ts";
import { invoke } from "./functions.ts";
import { s3 } from "./s3.ts";
import { upload } from "./sending.ts";

const COUNT = 10_000;

test("each of the 10,000 records of one event is kept once, the bad ones too", async () => {
  const Records = Array.from({ length: COUNT }, (_, i) => (i % 100 === 99 ? { bad: i } : upload(`many/${i}`)));
  const begin = performance.now();
  const report = await invoke(s3, { Records });
  console.log(`10,000 records took ${Math.round(performance.now() - begin)} ms`);
  expect(report).toMatchObject({ received: COUNT, written: COUNT * 0.99, rejected: COUNT * 0.01, duplicate: 0 });
  expect(new Set(report.ids).size).toBe(COUNT);
  expect(await expectNothingElse()).toEqual({ entries: 9_900, rejections: 100, claims: 100 });
});
