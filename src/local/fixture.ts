import { readFileSync } from "node:fs";

/** A new copy of an event of the folder events/. Each delivery gets a copy of its own. */
export const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../events/${name}.json`, import.meta.url), "utf8"));
