import { describe, expect, test } from "vitest";
import * as z from "zod";
import { fixture } from "../src/local/fixture.ts";
import { entriesBy } from "./entries.ts";
import { s3Record } from "./sent.ts";
import { deliver, newWorld, readAll } from "./world.ts";

const world = await newWorld();
const entriesOf = entriesBy(world.s3, world);

describe("a service with the API of S3", () => {
  test.each([
    ["s3-minio-put", "minio:s3..test-bucket", "ObjectCreated:Put", "2024/my file.txt", 84452],
    ["s3-minio-removed", "minio:s3..repository", "ObjectRemoved:Delete", "upload/1234/thumbnail.png", undefined],
    ["s3-ceph-put", "ceph:s3.us-east-1.mybucket1", "ObjectCreated:Put", "myimage1.jpg", 1024],
    ["s3-ceph-spaced-time", "ceph:s3..test-notifications", "ObjectCreated:Put", "charging-simple-logic.png", 9613],
    ["s3-storagegrid-put", "sgws:s3..my_bucket", "ObjectCreated:Put", "hello-world.txt", 6],
    ["s3-rustfs-removed", "rustfs:s3..pithosys-test-01", "ObjectRemoved:Delete", "photos/a.jpg", undefined],
    ["s3-lookalike-minimal", "aws:s3..bucket", "ObjectCreated:Put", "2024/my file.txt", 6],
  ])("sends records that are accepted: %s", async (name, source, eventName, subject, size) => {
    const [entry] = await entriesOf(fixture(name));
    expect(entry).toMatchObject({ source, type: `com.amazonaws.s3.${eventName}`, subject });
    expect(entry?.data).toHaveProperty("bucket", source.split(".").at(-1));
    expect(z.object({ size: z.number().optional() }).parse(entry?.data).size).toBe(size);
  });

  const sized = (size: unknown) => {
    const record = s3Record();
    return { Records: [{ ...record, s3: { ...record.s3, object: { ...record.s3.object, size } } }] };
  };

  test("may send an empty size", async () => {
    const [entry] = await entriesOf(sized(""));
    expect(entry?.data).not.toHaveProperty("size");
  });

  test.each(["1e3", "12.5", " 7", "-1", "1".repeat(16), true, [1]])("may not send the size %j", async (size) => {
    const { s3, logs } = await newWorld();
    await deliver(s3, sized(size));
    const path = ["s3", "object", "size"];
    expect(await readAll(logs, "/rejected")).toMatchObject([{ data: { issues: [{ path }] } }]);
  });
});

describe("the test event of a bucket", () => {
  test("is kept with all its fields", async () => {
    expect(await entriesOf(fixture("s3-test"))).toMatchObject([
      {
        source: "aws:s3.eu-central-1.amzn-s3-demo-bucket",
        type: "com.amazonaws.s3.TestEvent",
        data: {
          requestId: "5582815E1AEA5ADF",
          details: { HostId: "8cLeGAmw098X5cv4Zkwcmo8vvZa3eH3eKxsPzbB9wrR+YstdA6Knx4Ip8EXAMPLE" },
        },
      },
    ]);
  });

  test.each(["s3-bad-RequestId", "s3-bad-Time", "s3-bad-Bucket"])(
    "is rejected with its original payload if it is bad: %s",
    async (name) => {
      const { s3, logs } = await newWorld();
      await deliver(s3, fixture(name));
      expect(await readAll(logs, "/rejected")).toMatchObject([{ data: { payload: fixture(name) } }]);
      expect(JSON.stringify((await readAll(logs, "/rejected"))[0]?.data)).toContain(JSON.stringify(fixture(name)));
    },
  );
});
