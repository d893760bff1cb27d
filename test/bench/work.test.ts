import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildChild, buildFunction, OURS } from "../../bench/run/build.ts";
import { KINDS } from "../../bench/run/events.ts";
import { handledCold, handledWarm } from "../../bench/run/handled.ts";
import { type Stub, startStub } from "../../bench/stub/startStub.ts";

let stub: Stub;
let children: { readonly cold: string; readonly warm: string };

beforeAll(async () => {
  stub = await startStub();
  children = { cold: await buildChild("cold"), warm: await buildChild("warm") };
});

afterAll(() => stub.stop());

describe.each(KINDS)("the bench proves the work of our function %s", (kind) => {
  test("when it handles one event", async () => {
    const { file } = await buildFunction({ contestant: OURS, from: `src/handlers/${kind}.ts`, name: "handler" });
    const { cpu, taken } = await handledCold({ children, stub }, file, kind);
    expect(cpu).toBeGreaterThan(0);
    expect(taken.queries).toBe(kind === "logs" ? 1 : 0);
  });
});

describe("the bench ends with an error", () => {
  const idle = { contestant: OURS, from: "test/bench/idle.ts", name: "idle" };

  test("if a function that handles one event has written nothing", async () => {
    const { file } = await buildFunction(idle);
    await expect(handledCold({ children, stub }, file, "s3")).rejects.toThrow("wrote 0 entries for 1 records of s3");
  });

  test("if a function that handles many events has written some of them twice", async () => {
    const { file } = await buildFunction({ ...idle, name: "twice" });
    const load = { kind: "s3", records: 2, atOnce: 1, before: 1, events: 2 } as const;
    await expect(handledWarm({ children, stub }, file, load)).rejects.toThrow("wrote 12 entries for 6 records of s3");
  });

  test("if a page has fewer entries than were asked for", async () => {
    const { file } = await buildFunction({ ...idle, name: "empty" });
    await expect(handledCold({ children, stub }, file, "logs")).rejects.toThrow("answered 200");
  });
});
