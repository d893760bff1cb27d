import * as z from "zod";

/** A request to the table, with what its faults depend on. */
export interface TableRequest {
  /** The put of a claim, of an entry, of an entry with the result of work, or a read of one item. Other requests have no faults. */
  readonly kind: "claim" | "entry" | "worked" | "read" | "other";
  /** The hash of the event. It is the same at every delivery. */
  readonly hash: string;
}

/** Reads a request in the protocol of DynamoDB. */
export const readRequest = (target: string | undefined, body: Buffer): TableRequest => {
  const operation = target?.split(".")[1];
  if (operation !== "PutItem" && operation !== "GetItem") return { kind: "other", hash: "" };
  const { Item, Key } = Body.parse(JSON.parse(body.toString()));
  const { pk, sk } = Item ?? Key ?? NO_KEY;
  const isClaim = pk.S.startsWith("claim#");
  const hash = (isClaim ? pk : sk).S.split("#")[1] ?? "";
  if (operation === "GetItem") return { kind: "read", hash };
  return { kind: isClaim ? "claim" : Item?.result === undefined ? "entry" : "worked", hash };
};

const Text = z.object({ S: z.string() });
const Key = z.object({ pk: Text, sk: Text });
const Body = z.object({ Item: Key.extend({ result: Text.optional() }).optional(), Key: Key.optional() });
const NO_KEY = { pk: { S: "" }, sk: { S: "" } };
