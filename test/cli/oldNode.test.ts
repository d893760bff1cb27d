import { expect, test } from "vitest";
import { oldNode } from "../../src/cli/oldNode.ts";

test.each(["22.14.0", "22.14.1", "22.100.0", "24.0.0", "100.0.0", process.versions.node])(
  "the command runs on Node.js %s",
  (version) => expect(oldNode(version)).toBeUndefined(),
);

test.each(["22.13.9", "20.20.2", "9.0.0", "22.9.0"])("on Node.js %s, it says which one it needs", (version) => {
  expect(oldNode(version)).toBe(`It needs Node.js 22.14.0 or newer, and this is ${version}: install another Node.js`);
});
