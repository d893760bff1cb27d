import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { paginateScan } from "@aws-sdk/lib-dynamodb";
import { expect } from "vitest";
import * as z from "zod";
import { Item, toEntry } from "../../src/log/item.ts";
import { documents } from "../../src/log/table.ts";
import { allStreams } from "./streams.ts";

/** The name of this test file's table. */
export const nameOfTable = () => z.string().parse(process.env["TABLE_NAME"]);

const Claim = z.strictObject({
  pk: z.string().regex(/^claim#[a-z0-9]+#[\w-]{20}$/),
  sk: z.literal("claim"),
  time: z.iso.datetime(),
  digest: z.hash("sha256").optional(),
  origintime: z.string().optional(),
  expiresat: z.int(),
});

const Text = z
  .string()
  .min(1)
  .refine((value) => value.isWellFormed(), "half of a surrogate pair");
const Entry = z.looseObject({ source: Text, type: Text, subject: Text.optional(), time: z.iso.datetime() });
const Rejection = z.strictObject({
  reason: z.enum(["schema", "envelope", "future", "expired", "conflict"]),
  trigger: z.enum(Object.keys(allStreams)),
  time: z.iso.datetime().optional(),
  version: z.string(),
  issues: z.array(z.object({ path: z.array(z.unknown()), code: z.string(), message: z.string() })).min(1),
  moreissues: z.int().optional(),
  payload: z.unknown(),
  size: z.int(),
  sha256: z.hash("sha256"),
  truncated: z.literal(true).optional(),
});

/** Checks that each item of the table is a valid entry, rejection or claim, and counts them. */
export const expectNothingElse = async () => {
  const found = { entries: 0, rejections: 0, claims: 0 };
  for (const item of await scan()) {
    if (String(item["pk"]).startsWith("claim#")) {
      Claim.parse(item);
      found.claims++;
      continue;
    }
    const entry = toEntry(Item().strict().parse(item));
    Entry.parse(entry);
    if (entry.stream === "rejected") Rejection.parse(entry.data);
    if (entry.stream === "rejected") found.rejections++;
    else found.entries++;
  }
  expect(found.claims).toBeGreaterThanOrEqual(found.rejections);
  return found;
};

const scan = async (): Promise<readonly Record<string, unknown>[]> => {
  const client = documents(new DynamoDBClient()); // without time-outs
  const pages = await Array.fromAsync(paginateScan({ client }, { TableName: nameOfTable() }));
  return pages.flatMap(({ Items = [] }) => Items);
};
