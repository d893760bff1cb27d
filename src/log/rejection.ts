import packageJson from "../../package.json" with { type: "json" };
import { clip, head, sha256Of } from "./clip.ts";
import type { NewEntry } from "./entry.ts";
import { jsonOf } from "./json.ts";
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
  readonly payload: unknown;
  /** What makes two deliveries of it the same, where its trigger knows better than by the payload. */
  readonly identity?: readonly string[] | undefined;
  /** The time that it claimed to be of. */
  readonly claimed?: string | undefined;
}

const PAYLOAD_BYTES = 8 * 1024;
const ISSUES = 20;
const MESSAGE_BYTES = 500;

/** The entry of the stream `rejected`: by the time of its first receipt, which a claim keeps, so it is there exactly once. */
export const toRejected = (rejection: Rejection, receipt: string): NewEntry => {
  const { reason, trigger, issues, claimed } = rejection;
  const payload = withoutSecrets(rejection.payload);
  return {
    identity: [
      "rejected",
      trigger,
      reason === "envelope" ? "event" : "record",
      ...(rejection.identity ?? [sha256Of(jsonOf(rejection.payload))]),
    ],
    time: receipt,
    claim: {},
    source: `tributary:${trigger}`,
    type: `tributary.rejected.${reason}`,
    data: {
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
      ...clip(payload, PAYLOAD_BYTES),
    },
  };
};

const KEPT_HEADER = /^(content-type|user-agent|ce-.*)$/i;

// A request that came whole carries credentials, in its query and its context as well: of its headers only those that say what the payload is are kept.
const SECRET = /^(cookies|multiValueHeaders|rawQueryString|(multiValue)?queryStringParameters|requestContext)$/i;
const withoutSecrets = (payload: unknown): unknown =>
  typeof payload !== "object" || payload === null || Array.isArray(payload)
    ? payload
    : Object.fromEntries(
        Object.entries(payload)
          .filter(([name]) => !SECRET.test(name))
          .map(([name, value]) => [name, /^headers$/i.test(name) ? keptHeaders(value) : value]),
      );

const keptHeaders = (headers: unknown): unknown =>
  typeof headers === "object" && headers !== null
    ? Object.fromEntries(Object.entries(headers).filter(([name]) => KEPT_HEADER.test(name)))
    : {};
