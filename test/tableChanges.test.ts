import { describe, expect, expectTypeOf, test, vi } from "vitest";
import * as z from "zod";
import { contextOf } from "../src/local/context.ts";
import { fixture } from "../src/local/fixture.ts";
import type { Entry } from "../src/log/entry.ts";
import { dynamodb } from "../src/schemas/dynamodb.ts";
import type { Change } from "../src/schemas/kit/tableChange.ts";
import { newPolledWorld, TABLE_STREAM, tableChange } from "./polled.ts";
import { deliver, readAll } from "./world.ts";

const keptOf = async (event: unknown): Promise<readonly Entry[]> => {
  const { onEvent, entries } = await newPolledWorld();
  await deliver(onEvent(dynamodb("dynamodb")), event);
  return entries();
};
const kept = async (...Records: readonly object[]) => keptOf({ Records });
const KEY = { pk: { S: "a" } };

describe("the entry of a change", () => {
  test("has the keys and the images as plain JSON", async () => {
    const [entry] = await kept(
      tableChange(
        "111",
        { sk: { N: "7" }, pk: { S: "order#1" } },
        { NewImage: { state: { S: "paid" } }, OldImage: { state: { S: "new" } } },
      ),
    );
    expect(entry).toEqual({
      ...{
        specversion: "1.0",
        id: expect.stringMatching(/^dynamodb\./),
        stream: "dynamodb",
        recordedtime: expect.any(String),
      },
      source: TABLE_STREAM,
      type: "com.amazonaws.dynamodb.MODIFY",
      subject: '{"pk":"order#1","sk":7}',
      time: "2026-01-30T12:00:00.000Z",
      data: {
        keys: { sk: 7, pk: "order#1" },
        newImage: { state: "paid" },
        oldImage: { state: "new" },
        eventId: "event 111",
        sequencer: "0000000000000000000000000000000000000111",
        sizeBytes: 26,
        streamViewType: "NEW_AND_OLD_IMAGES",
      },
    });
  });

  test("keeps every type of DynamoDB without loss", async () => {
    const { onEvent, dataText } = await newPolledWorld();
    await deliver(onEvent(dynamodb("dynamodb")), fixture("dynamodb-types"));
    const price = "0.1000000000000000055511151231257827";
    expect(await dataText()).toContain(
      `"newImage":{"pk":"café 100% a+b\\n\u0085","sk":-12345678901234567890.123456789012345678,"price":${price},` +
        '"huge":9.9999999999999999999999999999999999999E+125,"count":3,"blob":"/wDerQ==","names":["b","a"],' +
        '"numbers":[12345678901234567890123,1.5],"blobs":["AQ==","/w=="],"yes":true,"nothing":null,"empty":"","list":[1,[],{}],' +
        '"__proto__":{"polluted":true},"constructor":"kept","日本":{"a.b":[{"deep":[7]}]}}',
    );
    expect({}).not.toHaveProperty("polluted");
  });

  test("has the same subject whatever the order of the keys is, with exact numbers and without control characters", async () => {
    const one = tableChange("1", { b: { N: "12345678901234567890123" }, a: { S: "\u0085\n%0A" } });
    const two = tableChange("2", { a: { S: "\u0085\n%0A" }, b: { N: "12345678901234567890123" } });
    const subject = '{"a":"%C2%85\\n%250A","b":12345678901234567890123}';
    expect((await kept(one, two)).map((entry) => entry.subject)).toEqual([subject, subject]);
  });

  test("has no image that was not sent", async () => {
    const [entry] = await keptOf(fixture("dynamodb-keys-only"));
    expect(entry?.data).toMatchObject({ keys: { pk: "AQI=" } });
    expect(Object.keys(Object(entry?.data))).not.toEqual(expect.arrayContaining(["newImage"]));
    expect(Object.keys(Object(entry?.data))).not.toEqual(expect.arrayContaining(["oldImage"]));
  });

  test("says who deleted the item, if it was its time to live", async () => {
    expect(await keptOf(fixture("dynamodb-ttl"))).toMatchObject([
      {
        type: "com.amazonaws.dynamodb.REMOVE",
        data: {
          userIdentity: { type: "Service", principalId: "dynamodb.amazonaws.com" },
          oldImage: { expires: 1769774000 },
        },
      },
    ]);
  });

  test("keeps a field that DynamoDB does not send today", async () => {
    const change = tableChange("1", KEY, { NewPart: { x: 1 } }, { newField: ["y"] });
    expect(await kept(change)).toMatchObject([{ data: { newField: ["y"], dynamodb: { NewPart: { x: 1 } } } }]);
  });

  test("is marked in the history of an item if a later change has an earlier place, because DynamoDB sends whole seconds", async () => {
    const { onEvent, logs } = await newPolledWorld();
    const handler = onEvent(dynamodb("dynamodb"));
    const numbers = ["99", "100", "101", "102", "103", "104"];
    await deliver(handler, { Records: numbers.map((number) => tableChange(number, KEY)) });
    const target = `/logs?order=asc&stream=dynamodb&subject=${encodeURIComponent('{"pk":"a"}')}`;
    let greatest = "";
    for (const { data, outoforder } of await readAll(logs, target)) {
      const { sequencer } = z.object({ sequencer: z.string() }).parse(data);
      expect(outoforder ?? false).toBe(sequencer < greatest);
      greatest = sequencer > greatest ? sequencer : greatest;
    }
    expect(Number(greatest)).toBe(104);
  });
});

describe("an item that DynamoDB would not send", () => {
  test.each([
    [{ a: "text" }, ["a"]],
    [{ a: { S: 1 } }, ["a"]],
    [{ a: { N: "twelve" } }, ["a"]],
    [{ a: { N: "" } }, ["a"]],
    [{ a: { N: 1 } }, ["a"]],
    [{ a: {} }, ["a"]],
    [{ a: { S: "x", N: "1" } }, ["a"]],
    [{ a: { X: "x" } }, ["a"]],
    [{ a: { SS: "x" } }, ["a"]],
    [{ a: { NS: ["1", "x"] } }, ["a"]],
    [{ a: { BOOL: "true" } }, ["a"]],
    [{ a: { L: [{ S: "x" }, { M: { b: { N: "x" } } }] } }, ["a", "L", 1, "M", "b"]],
    [{ a: { M: [] } }, ["a", "M"]],
    [[], []],
  ])("is rejected, and the path leads to the fault: %j", async (NewImage, path) => {
    const { onEvent, rejected } = await newPolledWorld();
    await deliver(onEvent(dynamodb("dynamodb")), { Records: [tableChange("1", KEY, { NewImage })] });
    expect(await rejected()).toMatchObject([
      {
        data: {
          issues: [{ path: ["dynamodb", "NewImage", ...path], message: expect.stringMatching(/^Invalid attribute: /) }],
        },
      },
    ]);
  });

  const nested = (levels: number) => JSON.parse(`${'{"L":['.repeat(levels)}{"N":"1"}${"]}".repeat(levels)}`);

  test.each([300, 10_000])("is rejected if it is nested %i levels deep", async (levels) => {
    const { onEvent, rejected } = await newPolledWorld();
    const Records = [tableChange("1", KEY, { NewImage: { a: nested(levels) } })];
    await onEvent(dynamodb("dynamodb"))({ Records }, contextOf("test")); // JSON.stringify cannot copy it
    expect(await rejected()).toMatchObject([{ data: { issues: [{ path: expect.arrayContaining(["NewImage"]) }] } }]);
  });

  test("is kept if it is nested as deeply as DynamoDB allows", async () => {
    expect(await kept(tableChange("1", KEY, { NewImage: { a: nested(32) } }))).toHaveLength(1);
  });
});

describe("the work function of the stream of a table", () => {
  const Order = z.object({ id: z.string(), total: z.number().optional() });

  test("gets the change with images of the type of the schema, and ordinary numbers", async () => {
    const { onEvent, rejected } = await newPolledWorld();
    const work = vi.fn();
    const handler = onEvent(dynamodb("dynamodb", { image: Order }), (change) => {
      expectTypeOf(change).toEqualTypeOf<Change<z.output<typeof Order>>>();
      work(change);
    });
    const NewImage = { id: { S: "a" }, total: { N: "12345678901234567890" }, more: { SS: ["x"] } };
    await deliver(handler, { Records: [tableChange("1", KEY, { NewImage }), tableChange("2", KEY, { OldImage: {} })] });
    expect(work.mock.calls).toEqual([
      [
        {
          type: "MODIFY",
          time: "2026-01-30T12:00:00.000Z",
          keys: { pk: "a" },
          newImage: { id: "a", total: Number("12345678901234567890") },
        },
      ],
    ]);
    expect(await rejected()).toMatchObject([{ data: { issues: [{ path: ["dynamodb", "OldImage", "id"] }] } }]);
  });

  test("gets all attributes of an image without a schema", async () => {
    const { onEvent } = await newPolledWorld();
    const work = vi.fn();
    const handler = onEvent(dynamodb("dynamodb"), ({ newImage }) => {
      expectTypeOf(newImage).toEqualTypeOf<Readonly<Record<string, unknown>> | undefined>();
      work(newImage);
    });
    await deliver(handler, {
      Records: [tableChange("1", KEY, { NewImage: { a: { NS: ["1"] } } }), tableChange("2", { pk: { S: "b" } })],
    });
    expect(work.mock.calls).toHaveLength(2);
    expect(work.mock.calls).toEqual(expect.arrayContaining([[{ a: [1] }], [undefined]])); // two lanes have no order
  });
});
