import packageJson from "../../package.json" with { type: "json" };

/** What a person is told whose Node.js is older than package.json promises; `undefined` for every other version, as in `24.21.0`. */
export const oldNode = (version: string): string | undefined => {
  const needed = packageJson.engines.node.replace(/^>=/, "");
  return version.localeCompare(needed, "en", { numeric: true }) < 0
    ? `It needs Node.js ${needed} or newer, and this is ${version}: install another Node.js`
    : undefined;
};
