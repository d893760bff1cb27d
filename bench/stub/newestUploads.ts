import * as z from "zod";
import { entriesOf } from "../run/entries.ts";
import type { Attributes } from "./taken.ts";

/** The newest uploads of a log, newest first, as our own functions write them, in the form of DynamoDB's protocol. */
export const newestUploads = async (count: number): Promise<readonly Attributes[]> =>
  (await entriesOf(count, "1")).toSorted((a, b) => (a.sk < b.sk ? 1 : -1)).map(attributesOf);

const attributesOf = (item: object): Attributes =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, { S: z.string().parse(value) }]));
