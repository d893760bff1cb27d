import { readdirSync } from "node:fs";
import type { Trigger } from "../src/schemas/kit/trigger.ts";

const src = new URL("../src/", import.meta.url);

/** The names of the files in a folder of src/, without `.ts`. */
export const namesIn = (folder: string): readonly string[] =>
  readdirSync(new URL(`${folder}/`, src))
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.slice(0, -".ts".length));

/** Every file in schemas/ is a trigger, and exports it under the file's name. */
export const triggers = namesIn("schemas");

export type AnyTrigger = Trigger<string, unknown, unknown, unknown, unknown>;

/** The trigger of this name, for the stream of this name. */
export const triggerOf = async (name: string): Promise<AnyTrigger> => {
  const schema: Record<string, (stream: string) => AnyTrigger> = await import(new URL(`schemas/${name}.ts`, src).href);
  const trigger = schema[name]?.(name);
  if (trigger === undefined) throw new Error(`src/schemas/${name}.ts does not export ${name}`);
  return trigger;
};
