import type { FunctionSettings } from "./functions.ts";

/** Why the local system cannot run a function. `undefined` if it can. */
export const whyNotRun = ({ runtime, inlineCode }: FunctionSettings): string | undefined => {
  if (!runtime.startsWith("nodejs")) return `its runtime is ${runtime || "not stated"}`;
  return inlineCode === undefined ? undefined : "its code is in the template, as InlineCode";
};
