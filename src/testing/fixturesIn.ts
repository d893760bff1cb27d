import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Events for tests, by their names. */
export type Fixtures = Readonly<Record<string, unknown>>;

/**
 * Reads the fixtures of a trigger from a folder: the files `<trigger>-<name>.json`, by their names.
 *
 * @example
 * import { fixturesIn } from "tributary/testing";
 *
 * const fixtures = fixturesIn(new URL("../events/", import.meta.url), "orders");
 * console.log(Object.keys(fixtures)); // "put" for the file events/orders-put.json
 */
export const fixturesIn = (folder: URL | string, trigger: string): Fixtures => {
  const path = folder instanceof URL ? fileURLToPath(folder) : folder;
  const files = readdirSync(path).filter((file) => file.startsWith(`${trigger}-`) && file.endsWith(".json"));
  return Object.fromEntries(
    files.map((file) => [
      file.slice(`${trigger}-`.length, -".json".length),
      JSON.parse(readFileSync(join(path, file), "utf8")),
    ]),
  );
};
