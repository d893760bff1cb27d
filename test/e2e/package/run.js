// `node run.js FOLDER EXTENSION`: loads built functions from files, sends an event twice and reads it back, with a table of its own.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { pathToFileURL } from "node:url";

const [folder, extension] = process.argv.slice(2);
const load = async (name) => {
  const module = await import(pathToFileURL(`${folder}/${name}.${extension}`).href);
  return module.handler ?? module.default.handler;
};
const context = () => ({
  functionName: "test",
  invokedFunctionArn: "arn:aws:lambda:eu-central-1:123456789012:function:test",
  awsRequestId: randomUUID(),
  getRemainingTimeInMillis: () => 30_000,
});
const get = (path, rawQueryString = "") => ({
  version: "2.0",
  routeKey: `GET ${path}`,
  rawPath: path,
  rawQueryString,
  headers: {},
  requestContext: { http: { method: "GET", path } },
  isBase64Encoded: false,
});

const uploads = await load("uploads");
const logs = await load("logs");

const key = `${randomUUID()}.jpg`;
const put = {
  Records: [
    {
      eventVersion: "2.1",
      eventSource: "aws:s3",
      awsRegion: "eu-central-1",
      eventTime: new Date().toISOString(),
      eventName: "ObjectCreated:Put",
      responseElements: { "x-amz-request-id": "C3D13FE58DE4C810" },
      s3: { bucket: { name: "b" }, object: { key, size: 7, sequencer: "006964BDCF1F2C5A90" } },
    },
  ],
};
const first = await uploads(put, context());
assert.deepEqual({ ...first, ids: first.ids.length }, { received: 1, written: 1, duplicate: 0, rejected: 0, ids: 1 });
assert.deepEqual({ ...(await uploads(put, context())), ids: first.ids }, { ...first, written: 0, duplicate: 1 });

const { statusCode, body } = await logs(get("/logs", `subject=${key}`), context());
assert.equal(statusCode, 200, body);
const [entry, ...others] = JSON.parse(body).entries;
assert.deepEqual(others, []);
assert.deepEqual(JSON.parse(entry.result), { copyOf: `b/${key.toUpperCase()}`, bytes: 7 + entry.id.length });

const document = JSON.parse((await logs(get("/openapi.json"), context())).body);
assert.deepEqual(document.components.schemas.Stream.enum, ["uploads", "mails"]);
assert.deepEqual(
  Object.keys(document.paths).filter((path) => path === "/events"),
  [],
);
