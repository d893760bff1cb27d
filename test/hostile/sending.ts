import { expect } from "vitest";
import { handler as http } from "../../src/handlers/http.ts";
import { handler as logs } from "../../src/handlers/logs.ts";
import type { Entry } from "../../src/log/entry.ts";
import { request } from "../world.ts";
import { expectAnswer } from "./answer.ts";
import { invoke } from "./functions.ts";

export const JSON_TYPE = { "content-type": "application/json" };
export const STRUCTURED = { "content-type": "application/cloudevents+json" };
export const BATCH = { "content-type": "application/cloudevents-batch+json" };
export const BINARY = { "ce-specversion": "1.0", "ce-source": "/s", "ce-type": "t" };

/** Sends any body to POST /events. */
export const post = async (headers: Readonly<Record<string, string>>, body?: string, isBase64Encoded = false) =>
  expectAnswer(await invoke(http, { ...request("POST", "/events", headers, body), isBase64Encoded }));

export const get = async (target: string, headers?: Readonly<Record<string, string>>) =>
  expectAnswer(await invoke(logs, request("GET", target, headers)));

/** The entry at a path. It must exist. */
export const entryAt = async (path: string | undefined): Promise<Entry> => {
  const { statusCode, json } = await get(path ?? "");
  expect(statusCode).toBe(200);
  return json as Entry;
};

/** The entry or the rejection of the first record of an asynchronous event. */
export const kept = ({ ids: [id = ""] }: { readonly ids: readonly string[] }): Promise<Entry> =>
  entryAt(id.startsWith("rejected.") ? `/rejected/${id}` : `/logs/${id}`);

/** A record of an S3 notification. The key must be encoded, as S3 sends it. */
export const upload = (key: string, more: object = {}) => ({
  eventSource: "aws:s3",
  awsRegion: "eu-central-1",
  eventTime: "2026-01-01T00:00:00.000Z",
  eventName: "ObjectCreated:Put",
  s3: { bucket: { name: "b" }, object: { key, sequencer: "1" } },
  ...more,
});

/** A firing of the schedule with this name. */
export const firing = (name: string, more: object = {}) => ({
  scheduleArn: `arn:aws:scheduler:eu-central-1:123456789012:schedule/default/${name}`,
  scheduledTime: "2026-01-01T00:00:00Z",
  ...more,
});
