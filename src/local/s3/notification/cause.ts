import { randomBytes } from "node:crypto";
import type { Cause } from "./record.ts";

/** A new request by the owner of this access key. */
export const cause = (accessKey: string, sourceIp: string): Cause => ({
  requestId: randomBytes(8).toString("hex").toUpperCase(),
  hostId: randomBytes(57).toString("base64"),
  principalId: `AWS:${accessKey}`,
  sourceIp,
});
