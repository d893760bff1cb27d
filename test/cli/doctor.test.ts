import { expect, test } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { tableShape } from "../../src/cli/doctor/tableShape.ts";
import { readTemplate } from "../../src/local/template.ts";
import { indexes } from "../../src/log/table.ts";
import { ofType } from "../template/template.ts";
import { cli, objectsIn } from "./cli.ts";
import { ALARM, keys, NOW, newPatient } from "./patient.ts";

const { doctor, wrongs, fetch, wellBut, set, setClock } = await newPatient();

test("of a healthy stack, every check is ok", async () => {
  const { out, err, code } = await doctor();
  expect([err, code]).toEqual(["", 0]);
  expect(objectsIn(out).map(({ check, status }) => [check, status])).toEqual(
    ["clock", "version", "functions", "table", "alarms", "queue", "bucket"].map((check) => [check, "ok"]),
  );
  expect((await doctor([], { width: 200 })).out).toContain("ok       bucket     bucket is connected once\n");
});

test.each([
  [600, "600 s behind"],
  [-3_600, "3600 s ahead of"],
])("a clock that is so wrong that signatures are refused is found, too: %i s", async (seconds, difference) => {
  const date = new Date(NOW + seconds * 1_000).toUTCString();
  const expired = async () => new Response('{"message":"Signature expired"}', { status: 403, headers: { date } });
  const { out, code } = await doctor([], { fetch: expired });
  const what = `This machine's clock is ${difference} that of the log: set it, or signatures and ages are wrong`;
  expect([objectsIn(out)[0], code]).toEqual([{ check: "clock", status: "wrong", what }, 1]);
  for (const args of [["logs"], ["send", "--type", "t"]]) {
    const { err } = await cli([...args, "--url", "https://log", "--region", "eu-central-1"], {
      fetch: expired,
      now: () => NOW,
    });
    expect(err).toContain(what);
    expect(err).not.toContain("IAM");
  }
});

test("the clock and the version of the log are checked without a stack, too", async () => {
  setClock({ date: new Date(NOW + 90_000).toUTCString(), version: "0.0.1" });
  const { out, err, code } = await cli(["doctor"], { fetch, now: () => NOW });
  expect(objectsIn(out)).toEqual([
    {
      check: "clock",
      status: "wrong",
      what: "This machine's clock is 90 s behind that of the log: set it, or signatures and ages are wrong",
    },
    {
      check: "version",
      status: "wrong",
      what: `The log runs version 0.0.1, and this command is version ${packageJson.version}: deploy the same version, or install it here`,
    },
  ]);
  expect([err, code]).toEqual(["tributary: 2 of 2 findings are wrong\n", 1]);
});

test.each([
  [
    { settings: { SHARDS: "2" } },
    'functions: SHARDS is "1;2026-03-01T00:00:00Z=4" in reader; and "2" in writer: deploy the stack again, or entries are not found',
  ],
  [
    { resources: [[ALARM, "alarm"]] as const },
    "functions: No function of the stack has a TABLE_NAME, so nothing is logged",
  ],
  [{ actions: [] }, "alarms: 1 of 1 alarms tell nobody: deploy the stack with the parameter AlarmTopicArn"],
  [{ state: "ALARM" }, "alarms: alarm is on. Look there"],
  [
    { messages: ["{}", "{}"] },
    "queue: About 2 events are in the failure queue: tributary redrive --stack log says why",
  ],
  [
    { table: { KeySchema: keys(["id", "time"]) } },
    "table: The table has the keys id and time, and not pk and sk: it is the table of another version",
  ],
  [
    { table: { GlobalSecondaryIndexes: [{ IndexName: "byArrival", IndexStatus: "CREATING" }] } },
    "table: The index bySubject is missing: deploy the stack again",
  ],
  [{ ttl: "ttl" }, "table: Nothing expires, because the table's TTL is not expiresat: deploy the stack again"],
  [{ recovery: "DISABLED" }, "table: The table has no point-in-time recovery: what is deleted by mistake is lost"],
  [
    { notifications: "<NotificationConfiguration/>" },
    "bucket: bucket sends its events nowhere, so no change is logged: deploy the stack again",
  ],
])("%j is wrong", async (change, finding) => {
  set(wellBut(change));
  expect(await wrongs()).toContain(finding);
});

test("what may not be read is unknown, and not wrong", async () => {
  set({ ...wellBut({}), json: {} });
  expect(await wrongs()).toEqual([
    expect.stringMatching(/^table: It could not be checked: /),
    expect.stringMatching(/^queue: It could not be checked: /),
  ]);
});

test.each([
  ["1;2026-03-01T00:00:00Z=4;2026-03-02T00:00:00Z=8", []],
  ["1;2026-03-01T00:00:00Z=4", []],
  [
    "1",
    [
      "functions: The next schedule changes the step of 2026-03-01T00:00:00.000Z to 4 shards, which has begun or begins within the hour: leave it as it is, or entries are not found",
    ],
  ],
  ["2;2026-03-01T00:00:00Z=4", [expect.stringContaining("changes the step of 0000-01-01T00:00:00.000Z to 1 shards")]],
  [
    "1;2026-03-01T00:00:00Z=4;2026-03-01T12:30:00Z=8",
    [
      "functions: The next schedule has a new step at 2026-03-01T12:30:00.000Z: a new step must begin after 2026-03-01T13:00:00.000Z",
    ],
  ],
  ["x", [expect.stringContaining('SHARDS: step 1, "x", is wrong')]],
])("the next shard schedule %s is compared with the deployed one", async (next, found) => {
  expect(await wrongs(["--next-shards", next])).toEqual(found);
});

test("the table that is expected is that of template.yaml", () => {
  const { table } = readTemplate();
  expect(table).toMatchObject({
    KeySchema: keys(tableShape.key),
    GlobalSecondaryIndexes: Object.entries(tableShape.indexes).map(([IndexName, key]) => ({
      IndexName,
      KeySchema: keys(key),
    })),
  });
  expect(Object.keys(tableShape.indexes)).toEqual(Object.values(indexes));
  expect(ofType("AWS::DynamoDB::Table")[0]?.Properties).toMatchObject({
    TimeToLiveSpecification: { AttributeName: tableShape.expiry },
  });
});
