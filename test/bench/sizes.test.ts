import { expect, test } from "vitest";
import { sizesOf } from "../../bench/measure/sizes.ts";
import { buildFunction, OURS } from "../../bench/run/build.ts";
import { KINDS } from "../../bench/run/events.ts";

/** The most KB that each function may have, minified and compressed by gzip. test/bundles.test.ts limits what is deployed. */
const BUDGET = { s3: 120, http: 121, schedule: 117, logs: 150 } as const;

test.each(KINDS)("the function %s stays within its budget, compressed by gzip", async (kind) => {
  const built = await buildFunction({ contestant: OURS, from: `src/handlers/${kind}.ts`, name: "handler" });
  const [size] = await sizesOf({ [kind]: [built] });
  expect(size?.gzip).toBeGreaterThan(0);
  expect((size?.gzip ?? 0) / 1024).toBeLessThanOrEqual(BUDGET[kind]);
});
