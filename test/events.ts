import { readdirSync } from "node:fs";

const folder = new URL("../events/", import.meta.url);

/** The names of a trigger's fixtures, without `.json`. */
export const fixturesOf = (trigger: string): readonly string[] =>
  readdirSync(folder)
    .filter((file) => file.startsWith(`${trigger}-`) && file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length));
