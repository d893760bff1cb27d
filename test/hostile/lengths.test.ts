import { afterAll, expect, test } from "vitest";
import { handler as schedule } from "../../src/handlers/schedule.ts";
import { expectNothingElse } from "./contents.ts";
import { invoke } from "./functions.ts";
import { s3 } from "./s3.ts";
import { firing, JSON_TYPE, kept, post, STRUCTURED, upload } from "./sending.ts";

// A schema throws at these values if it compares `length` before it checks the type.
const LENGTHS = [{ toString: 1 }, { valueOf: [] }, {}, null, -1, 1e308].map((length) => ({ length }));

test.each(LENGTHS)(
  "an object with a length ($length) instead of text gets a 400 that points at it",
  async (pretender) => {
    for (const field of ["type", "subject"]) {
      const { statusCode, json } = await post(JSON_TYPE, JSON.stringify({ type: "t", [field]: pretender }));
      expect(statusCode).toBe(400);
      expect(json).toMatchObject({ errors: [{ pointer: `#/${field}` }] });
    }
    for (const field of ["id", "source", "type", "subject", "datacontenttype", "dataschema"]) {
      const event = { specversion: "1.0", id: "l", source: "/s", type: "t", [field]: pretender };
      expect(await post(STRUCTURED, JSON.stringify(event))).toMatchObject({
        statusCode: 400,
        json: { errors: [{ pointer: `#/${field}` }] },
      });
    }
  },
);

test.each(LENGTHS)(
  "an object with a length ($length) instead of a list or a field of a record is rejected",
  async (pretender) => {
    const object = { bucket: { name: "b" }, object: { key: pretender } };
    const events = [
      { Records: pretender },
      { Records: [upload("k", { eventName: pretender })] },
      { Records: [upload("k", { s3: object })] },
    ];
    for (const event of events) expect(await kept(await invoke(s3, event))).toMatchObject({ stream: "rejected" });
    for (const event of [firing("l", { scheduleArn: pretender }), { source: "aws.events", resources: pretender }])
      expect(await kept(await invoke(schedule, event))).toMatchObject({ stream: "rejected" });
  },
);

afterAll(expectNothingElse);
