import assert from "node:assert/strict";
import { errorText } from "../log/errorText.ts";
import { invoke } from "./invoke.ts";
import { idsOf, type NewWorld, type Promised } from "./promised.ts";

interface Tried {
  readonly stream: string;
  /** Whether the function answers its errors, and does not throw them. */
  readonly isAnswered: boolean;
  readonly newWorld: NewWorld;
}

/** What a trigger promises for an event whose records are all good. */
export const goodPromises = (
  name: string,
  event: unknown,
  { stream, isAnswered, newWorld }: Tried,
): readonly Promised[] => [
  {
    title: `${name}: writes each entry once, in its stream, and rejects nothing`,
    check: async () => {
      const { handler, entries, rejected } = await newWorld();
      await Promise.all([invoke(handler, event), invoke(handler, event)]);
      const written = await entries();
      assert.notDeepEqual(written, [], NOTHING);
      assert.deepEqual([...new Set(written.map((entry) => entry.stream))], [stream]);
      await invoke(handler, event);
      assert.deepEqual(idsOf(await entries()), idsOf(written), "a repeated delivery has written an entry");
      assert.deepEqual(await rejected(), [], "a record was rejected");
    },
  },
  {
    title: `${name}: makes entries that the log accepts: an identity, a time with milliseconds, and fields as CloudEvents has them`,
    check: async () => {
      const { handler, tried } = await newWorld();
      await invoke(handler, event).catch(() => {}); // the errors of the records say more
      const errors = tried.flatMap(({ status, error }) => (status === "failed" ? [errorText(error)] : []));
      assert.deepEqual(errors, [], errors[0]);
      assert.notDeepEqual(tried, [], "no record was found");
    },
  },
  {
    title: `${name}: gives the same ids at any time and in any invocation`,
    check: async () => {
      const idsAt = async (ms: number) => {
        const { handler, entries } = await newWorld({ clock: () => ms });
        await invoke(handler, event);
        return idsOf(await entries());
      };
      const ids = await idsAt(Date.now());
      assert.notDeepEqual(ids, [], NOTHING);
      assert.deepEqual(await idsAt(Date.now() + DAY_MS), ids);
    },
  },
  ...(isAnswered
    ? []
    : [
        {
          title: `${name}: fails if nothing can be kept, so that Lambda delivers the event again`,
          check: async () => {
            const { handler } = await newWorld({ fails: true });
            await assert.rejects(invoke(handler, event), "the function must throw");
          },
        },
      ]),
];

const DAY_MS = 86_400_000;
const NOTHING = "no entry was written";
