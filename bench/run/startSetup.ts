import { startStub } from "../stub/startStub.ts";
import { buildChild, removeBundles } from "./build.ts";
import { buildContestants } from "./contestants.ts";
import type { Setup } from "./setup.ts";

/** Builds all functions and starts the stub. */
export const startSetup = async (isQuick: boolean): Promise<Setup> => {
  await removeBundles();
  const stub = await startStub();
  return {
    contestants: await buildContestants(),
    children: { cold: await buildChild("cold"), warm: await buildChild("warm") },
    stub,
    scaled: (full, quick) => (isQuick ? quick : full),
    say: (text) => process.stderr.write(`  ${text}\n`),
  };
};
