import { afterAll, expect, test } from "vitest";
import { handler as http } from "../../src/handlers/http.ts";
import { handler as schedule } from "../../src/handlers/schedule.ts";
import { expectAnswer } from "./answer.ts";
import { expectNothingElse } from "./contents.ts";
import { invoke } from "./functions.ts";
import { s3 } from "./s3.ts";
import { BATCH, kept, post, upload } from "./sending.ts";

const NOT_RECORDS = [0, false, "", null, [], {}, true, "text", 1].map((record) => ({ record }));

test.each(NOT_RECORDS)(
  "$record instead of a record is rejected once, and the other records are kept",
  async ({ record }) => {
    const event = { Records: [upload("before"), record, upload("after")] };
    const tried = () => invoke(s3, event, `with ${JSON.stringify(record)}`);
    const report = await tried();
    expect(report).toMatchObject({ received: 3, rejected: 1 });
    expect(await tried()).toEqual({ ...report, written: 0, duplicate: 2 });
    expect((await kept({ ids: report.ids.slice(1) })).data).toMatchObject({ payload: record });
  },
);

test.each(NOT_RECORDS)("$record instead of an event is rejected, or gets a 500 over HTTP", async ({ record }) => {
  for (const handler of [s3, schedule])
    expect(await invoke(handler, record)).toMatchObject({ received: 1, rejected: 1 });
  expect(expectAnswer(await invoke(http, record))).toMatchObject({ statusCode: 500 });
});

test("each value in a batch that is not an event gets a 400", async () => {
  const { json } = await post(BATCH, JSON.stringify(NOT_RECORDS.map(({ record }) => record)));
  expect(json).toMatchObject(NOT_RECORDS.map(() => ({ status: 400 })));
});

afterAll(expectNothingElse);
