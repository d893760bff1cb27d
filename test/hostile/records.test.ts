import { afterAll, expect, test } from "vitest";
import { handler as http } from "../../src/handlers/http.ts";
import { handler as s3 } from "../../src/handlers/s3.ts";
import { handler as schedule } from "../../src/handlers/schedule.ts";
import { expectAnswer } from "./answer.ts";
import { expectNothingElse } from "./contents.ts";
import { invoke } from "./functions.ts";
import { BATCH, kept, post, upload } from "./sending.ts";

const NOTHINGS = [0, false, "", null, [], {}, true, "text", 1].map((record) => ({ record }));

test.each(NOTHINGS)(
  "a record that is none ($record) is rejected, once, and costs its neighbours nothing",
  async ({ record }) => {
    const event = { Records: [upload("before"), record, upload("after")] };
    const tried = () => invoke(s3, event, `with ${JSON.stringify(record)}`);
    const report = await tried();
    expect(report).toMatchObject({ received: 3, rejected: 1 });
    expect(await tried()).toEqual({ ...report, written: 0, duplicate: 2 });
    expect((await kept({ ids: report.ids.slice(1) })).data).toMatchObject({ payload: record });
  },
);

test.each(NOTHINGS)("an event that is none ($record) is rejected, or answered that it is none", async ({ record }) => {
  for (const handler of [s3, schedule])
    expect(await invoke(handler, record)).toMatchObject({ received: 1, rejected: 1 });
  expect(expectAnswer(await invoke(http, record))).toMatchObject({ statusCode: 500 });
});

test("events of a batch that are none are each a 400", async () => {
  const { json } = await post(BATCH, JSON.stringify(NOTHINGS.map(({ record }) => record)));
  expect(json).toMatchObject(NOTHINGS.map(() => ({ status: 400 })));
});

afterAll(expectNothingElse);
