import * as z from "zod";
import type { State } from "../../api/tailing/tailing.ts";
import { failure, wrongUsage } from "../failure.ts";
import { readJson, saveJson } from "../savedJson.ts";

/** Where a tail stands. */
export interface Place {
  readonly state: State;
  /** When it was there, in RFC 3339. */
  readonly at: string;
}

/** Which tail it is: of the same log, with the same filters. */
interface Tail {
  readonly url: string;
  readonly target: string;
}

const VERSION = 1;
const Saved = z.object({
  version: z.literal(VERSION),
  url: z.string(),
  target: z.string(),
  at: z.string(),
  state: z.object({
    follow: z.string(),
    tail: z.string(),
    reached: z.string(),
    shown: z.record(z.string(), z.string()),
    past: z.string().optional(),
  }),
});

/** The place that a file keeps; `undefined` if there is no file. Throws a Failure if it is the place of another tail. */
export const readPlace = async (file: string, { url, target }: Tail): Promise<Place | undefined> => {
  const json = await readJson(file);
  if (json === undefined) return undefined;
  const saved = Saved.safeParse(json);
  if (!saved.success) throw failure(`${file} does not keep the place of a tail: name another file, or delete it`);
  if (saved.data.url !== url || saved.data.target !== target)
    throw wrongUsage(
      `${file} keeps the place of another tail, of ${saved.data.target} at ${saved.data.url}: name another file for this one, or delete it`,
    );
  return saved.data;
};

/** Keeps the place in a file. */
export const savePlace = (file: string, tail: Tail, place: Place): Promise<void> =>
  saveJson(file, { version: VERSION, ...tail, ...place });
