import assert from "node:assert/strict";
import * as z from "zod";
import { has } from "../log/has.ts";
import { invoke } from "./invoke.ts";
import type { NewWorld, Promised } from "./promised.ts";

/** What a trigger promises for an event with one record, which is bad. */
export const badPromises = (name: string, event: unknown, newWorld: NewWorld): Promised => ({
  title: `${name}: is rejected once, at the path in its name`,
  check: async () => {
    const { handler, entries, rejected } = await newWorld();
    const answer = await invoke(handler, event, { awsRequestId: "first" });
    const [entry] = await rejected();
    assert.ok(entry !== undefined, "it was not rejected");
    const { issues, reason } = Rejected.parse(entry.data);
    // Lambda keeps the id of an asynchronous event. It polls a queue or a stream in a new request each time. Nothing identifies an
    // envelope that no schema accepts.
    const isPolled = has(answer, "batchItemFailures") && reason !== "envelope";
    await invoke(handler, event, { awsRequestId: isPolled ? "second" : "first" });
    const more = (await rejected()).length - 1;
    assert.equal(
      more,
      0,
      isPolled ? `it was rejected more than once: ${NO_IDENTITY}` : "it was rejected more than once",
    );
    assert.deepEqual(
      issues.map(({ path }) => path.join(".")),
      [name.slice("bad-".length)],
    );
    assert.deepEqual(await entries(), [], "an entry was written");
  },
});

/** What a trigger promises for an event with one bad record among good ones. */
export const mixedPromises = (name: string, event: unknown, newWorld: NewWorld): Promised => ({
  title: `${name}: keeps the good records, and keeps the bad one as rejected`,
  check: async () => {
    const { handler, entries, rejected } = await newWorld();
    await invoke(handler, event);
    assert.equal((await rejected()).length, 1, "exactly one record must be rejected");
    assert.ok((await entries()).length >= 2, "at least two records must be written");
  },
});

/** What a trigger promises for events that are no events of it. */
export const nonsensePromises = ({
  isAnswered,
  newWorld,
}: {
  readonly isAnswered: boolean;
  readonly newWorld: NewWorld;
}): readonly Promised[] =>
  [null, [], "text", 0, {}, { Records: null }, { Records: [] }, { Records: [null] }].map((event) => ({
    title: `${JSON.stringify(event)}: is kept as rejected, or answered with an error, so that Lambda does not retry it`,
    check: async () => {
      const { handler, entries, rejected } = await newWorld();
      await invoke(handler, event);
      const kept = await rejected();
      assert.deepEqual(await entries(), [], "an entry was written");
      assert.ok(kept.length === 1 || (kept.length === 0 && isAnswered), "it must be rejected once");
      for (const { data } of kept) assert.notDeepEqual(Rejected.parse(data).issues, []);
    },
  }));

const NO_IDENTITY = "each delivery has another request id, so the trigger must `identify` a record that is rejected";

const Rejected = z.object({
  reason: z.string(),
  issues: z.array(z.object({ path: z.array(z.union([z.string(), z.number()])) })),
});
