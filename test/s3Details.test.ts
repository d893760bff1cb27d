import { describe, expect, test } from "vitest";
import * as z from "zod";
import { fixture } from "../src/local/fixture.ts";
import { entriesBy } from "./entries.ts";
import { fixturesOf } from "./events.ts";
import { s3Record } from "./sent.ts";
import { newWorld } from "./world.ts";

const world = await newWorld();
const entriesOf = entriesBy(world.s3, world);

/** All scalars in a value, each with its path. */
const leaves = (value: unknown, path: readonly string[] = []): readonly { path: string; value: unknown }[] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([name, part]) => leaves(part, [...path, name]))
    : [{ path: path.join("."), value }];

/** The fields that are left out, as the README says. Keys are here too, because other tests cover their decoding. */
const LEFT_OUT = new RegExp(
  [
    "^(eventVersion|s3\\.s3SchemaVersion|s3\\.bucket\\.(arn|ownerIdentity\\..*)|Service|Event|(s3|detail)\\.object\\.key)$",
    "^(version|id|detail-type|source|account|resources\\..*|detail\\.(version|event-version|reason|deletion-type))$",
  ].join("|"),
);

describe("every field that S3 sends", () => {
  test.each(fixturesOf("s3").filter((name) => !/-(bad|mixed|sqs|sns)/.test(name)))(
    "is in the entry of %s",
    async (name) => {
      const event: unknown = fixture(name);
      const records = z.object({ Records: z.array(z.unknown()) }).safeParse(event).data?.Records ?? [event];
      const entries = await entriesOf(event);
      expect(entries).toHaveLength(records.length);
      for (const [i, record] of records.entries()) {
        const told = leaves(entries[i]).map(({ value }) => same(value));
        const sent = leaves(record).filter(({ path, value }) => !LEFT_OUT.test(path) && value !== null);
        expect(sent.filter(({ value }) => !told.some((text) => text.includes(same(value))))).toEqual([]);
      }
    },
  );
});

/** A value as an entry has it: a time has milliseconds, and the name of an event has no prefix. */
const same = (value: unknown): string => {
  const text = String(value);
  return /^\d{4}-\d\d-\d\d[T ]/.test(text) ? new Date(text.replace(" ", "T")).toISOString() : text.replace(/^s3:/, "");
};

const dataOf = async (record: unknown) => (await entriesOf({ Records: [record] }))[0]?.data;

describe("details", () => {
  test("hold unknown fields of S3 at their places", async () => {
    const record = {
      ...s3Record(),
      newEventData: { a: [1, { b: null }] },
      glacierEventData: { restoreEventData: { x: 1 } },
      replicationEventData: { y: 2 },
      userIdentity: { principalId: "p", accountId: "1" },
      requestParameters: { sourceIPAddress: "203.0.113.7", region: "r" },
      responseElements: { "x-amz-request-id": "r", "x-amz-id-2": "2" },
    };
    const s3 = { ...record.s3, added: true, bucket: { ...record.s3.bucket, awsGeneratedTags: { "aws:a": "b" } } };
    const data = await dataOf({ ...record, s3: { ...s3, object: { ...s3.object, class: "C" } } });
    expect(data).toEqual({
      ...{ bucket: "bucket", sequencer: "1", requestId: "r", principalId: "p", sourceIp: "203.0.113.7" },
      details: {
        newEventData: { a: [1, { b: null }] },
        glacierEventData: { restoreEventData: { x: 1 } },
        replicationEventData: { y: 2 },
        userIdentity: { accountId: "1" },
        requestParameters: { region: "r" },
        responseElements: { "x-amz-id-2": "2" },
        s3: { added: true, bucket: { awsGeneratedTags: { "aws:a": "b" } }, object: { class: "C" } },
      },
    });
  });

  test("are missing if S3 sent nothing else", async () => {
    expect(await dataOf({ ...s3Record({ sequencer: "2" }), glacierEventData: null })).toEqual({
      bucket: "bucket",
      sequencer: "2",
    });
  });

  test("keep fields of any name", async () => {
    const record = JSON.parse(
      `{"__proto__":{"a":1},"constructor":2,${JSON.stringify(s3Record({ sequencer: "3" })).slice(1)}`,
    );
    const data = await dataOf(record);
    expect(JSON.stringify(data)).toContain('"details":{"__proto__":{"a":1},"constructor":2}');
  });
});
