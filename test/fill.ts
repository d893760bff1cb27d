import pMap from "p-map";
import { dynamoStore } from "../src/log/store.ts";
import type { Table } from "../src/log/table.ts";

export interface Filling {
  readonly stream: string;
  readonly time: string;
  readonly type: string;
  readonly subject?: string;
  /** About how many bytes the entry has. */
  readonly bytes?: number;
}

const OVERHEAD = 150;

/** Writes many entries, each with its own time, as the functions would. */
export const fill = async (table: Table, now: number, entries: readonly Filling[]): Promise<void> => {
  const store = dynamoStore(table);
  const at = { now, signal: new AbortController().signal };
  const writeOne = async ([n, { stream, bytes = 0, ...entry }]: [number, Filling]) => {
    const data = "x".repeat(Math.max(0, bytes - OVERHEAD));
    const placed = await store.place(stream, { ...entry, data, identity: ["test", String(n)], source: "/test" }, at);
    if (placed.status !== "placed") throw new Error(placed.issue.message);
    await store.put(placed, at);
  };
  await pMap(entries.entries(), writeOne, { concurrency: 8 });
};
