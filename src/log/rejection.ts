import packageJson from "../../package.json" with { type: "json" };
import { clip, head, sha256Of } from "./clip.ts";
import { withoutCredentials } from "./credentials.ts";
import type { NewEntry } from "./entry.ts";
import { parseExact } from "./exactNumbers.ts";
import { largestBytes } from "./item.ts";
import { ITEM_BYTES } from "./itemSize.ts";
import { stringify } from "./json.ts";
import type { Stream } from "./streams.ts";

/** What is wrong at one place: what a Zod issue says of it. */
export interface Issue {
  readonly path: readonly PropertyKey[];
  readonly code: string;
  readonly message: string;
}

/** Why something was not accepted: its schema; no envelope that is known; a time ahead of now, or past the retention; a key used for another body. */
export type Reason = "schema" | "envelope" | "future" | "expired" | "conflict";

export interface Rejection {
  readonly reason: Reason;
  /** The stream that it would have been an entry of. */
  readonly trigger: Stream;
  readonly issues: readonly Issue[];
  /** As it was delivered. */
  readonly payload: unknown;
  /** What makes two deliveries of it the same, where its trigger knows. Otherwise payload, request and index do. */
  readonly identity?: readonly string[] | undefined;
  /** The id of the request that delivered it first. */
  readonly requestId: string;
  /** Its place among the records of the event. */
  readonly index: number;
  /** The time that it claimed to be of. */
  readonly claimed?: string | undefined;
}

const ISSUES = 20;
const MESSAGE_BYTES = 500;

/**
 * The entry of the stream `rejected`. Its time is that of the first receipt, which a claim remembers, so it is there once.
 *
 * Its identity is of the payload as it was delivered: payloads that differ in a secret alone are two rejections. What is kept
 * is the payload without its credentials, whole where it fits an item and its head otherwise. `size` and `sha256` are of
 * the whole payload without its credentials: from a hash of what was delivered a reader could guess a short password.
 */
export const toRejected = (rejection: Rejection, receipt: string): NewEntry => {
  const { reason, trigger, issues, claimed, requestId, index } = rejection;
  const delivered = stringify(rejection.payload);
  const entry = {
    identity: [
      "rejected",
      trigger,
      reason === "envelope" ? "event" : "record",
      ...(rejection.identity ?? [sha256Of(delivered), String(index), requestId]),
    ],
    time: receipt,
    claim: {},
    source: `tributary:${trigger}`,
    type: `tributary.rejected.${reason}`,
  };
  const data = {
    reason,
    trigger,
    ...(claimed !== undefined && { time: claimed }),
    version: packageJson.version,
    issues: issues.slice(0, ISSUES).map(({ path, code, message }) => ({
      path: path.map((step) => (typeof step === "number" ? step : head(String(step), MESSAGE_BYTES))),
      code,
      message: head(message, MESSAGE_BYTES),
    })),
    ...(issues.length > ISSUES && { moreissues: issues.length - ISSUES }),
  };
  const empty = { ...data, ...clip("", 0), size: Number.MAX_SAFE_INTEGER };
  const room = ITEM_BYTES - largestBytes("rejected", { ...entry, data: empty });
  return { ...entry, data: { ...data, ...clip(withoutCredentials(parseExact(delivered)), room) } };
};
