import packageJson from "../../package.json" with { type: "json" };
import { clip, head, sha256Of } from "./clip.ts";
import { withoutCredentials } from "./credentials.ts";
import type { NewEntry } from "./entry.ts";
import { parseExact } from "./exactNumbers.ts";
import { largestBytes } from "./item.ts";
import { ITEM_BYTES } from "./itemSize.ts";
import { stringify } from "./json.ts";
import { REJECTED } from "./streams.ts";

/** One fault of an event, with the fields of a Zod issue. */
export interface Issue {
  readonly path: readonly PropertyKey[];
  readonly code: string;
  readonly message: string;
}

/**
 * Why an event was not accepted: the schema of its record; the schema of its envelope; a time in the future; a time that is older than
 * the retention; an identity that was used before, for other content.
 */
export type Reason = "schema" | "envelope" | "future" | "expired" | "conflict";

export interface Rejection {
  readonly reason: Reason;
  /** The stream to which the event would have been written. */
  readonly trigger: string;
  readonly issues: readonly Issue[];
  /** As it was delivered. */
  readonly payload: unknown;
  /** The identity that the trigger gives the rejected record. Without it, payload, request and index identify the rejection. */
  readonly identity?: readonly string[] | undefined;
  /** The id of the request that delivered the event first. */
  readonly requestId: string;
  /** The index of the record in its event. */
  readonly index: number;
  /** The time that the event gives for itself. */
  readonly claimed?: string | undefined;
}

const ISSUES = 20;
const MESSAGE_BYTES = 500;
const PATH_BYTES = 2000;

/**
 * The entry of a rejection in the stream `rejected`. `receipt` is the time of this delivery. The entry gets the time of the first
 * delivery from its claim, so that a rejection is written once.
 *
 * The entry holds the payload without credentials: whole if it fits in an item, otherwise its head. `size` and `sha256` describe the
 * whole payload without credentials. The identity is a hash of the payload as it was delivered. So two payloads that differ only in a
 * secret are two rejections. SECURITY.md says what a reader can learn from this hash.
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
      path: pathHead(path),
      code,
      message: head(message, MESSAGE_BYTES),
    })),
    ...(issues.length > ISSUES && { moreissues: issues.length - ISSUES }),
  };
  const empty = { ...data, ...clip("", 0), size: Number.MAX_SAFE_INTEGER };
  const room = ITEM_BYTES - largestBytes(REJECTED, { ...entry, data: empty });
  return { ...entry, data: { ...data, ...clip(withoutCredentials(parseExact(delivered)), room) } };
};

/** The first steps of a path. A last step tells how many were left out. */
const pathHead = (path: Issue["path"]): PropertyKey[] => {
  const steps: PropertyKey[] = [];
  let room = PATH_BYTES;
  for (const step of path) {
    const kept = typeof step === "number" ? step : head(String(step), MESSAGE_BYTES);
    room -= Buffer.byteLength(String(kept)) + 1;
    if (room < 0) return [...steps, `(${path.length - steps.length} more)`];
    steps.push(kept);
  }
  return steps;
};
