import { Event } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import * as z from "zod";
import { fixture } from "../../src/local/fixture.ts";
import { functions } from "./template.ts";

const Properties = z.object({ Events: z.array(z.string()) });
const subscribed = functions
  .flatMap(({ events }) => events)
  .filter(({ Type }) => Type === "S3")
  .flatMap((event) => Properties.parse(event.Properties).Events);

/** Every event type in the SDK of S3, without the wildcards. */
const types = Object.values(Event).filter((type) => !type.endsWith("*"));

const isOf = (type: string, pattern: string): boolean =>
  pattern.endsWith("*") ? type.startsWith(pattern.slice(0, -1)) : type === pattern;

test.each(types)("the template subscribes to %s once", (type) => {
  expect(subscribed.filter((pattern) => isOf(type, pattern))).toHaveLength(1);
});

test("the template subscribes only to event types that S3 has", () => {
  const names: readonly string[] = Object.values(Event);
  expect(subscribed.filter((pattern) => !names.includes(pattern))).toEqual([]);
});

test("the fixture s3-every-event has each type", () => {
  const { Records } = z
    .object({ Records: z.array(z.object({ eventName: z.string() })) })
    .parse(fixture("s3-every-event"));
  expect(Records.map(({ eventName }) => `s3:${eventName}`).toSorted()).toEqual(types.toSorted());
});
