import { http, s3, schedule } from "tributary";
import { contract, fixturesIn } from "tributary/testing";
import { describe, test } from "vitest";

// What every trigger promises, for the fixtures in events/: the file <stream>-<name>.json is an event of that stream.
const fixtures = (stream: string) => fixturesIn(new URL("../events/", import.meta.url), stream);

describe("uploads", () => {
  for (const { title, check } of contract(s3("uploads"), fixtures("uploads"))) test(title, check);
});

describe("http", () => {
  for (const { title, check } of contract(http("http"), fixtures("http"))) test(title, check);
});

describe("schedule", () => {
  for (const { title, check } of contract(schedule("schedule"), fixtures("schedule"))) test(title, check);
});
