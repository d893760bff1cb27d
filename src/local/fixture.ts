import { readFileSync } from "node:fs";

/** A fresh copy of an event of the folder events/, as a delivery is one. */
export const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../events/${name}.json`, import.meta.url), "utf8"));
