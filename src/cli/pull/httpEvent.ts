import type { Entry } from "../../log/entry.ts";
import { reserved } from "../../log/entry.ts";
import type { Pulled } from "./pulled.ts";
import { requestOf } from "./request.ts";

// A CloudEvent has the id of its sender. Plain JSON has the ARN of the API, or of the function behind a Function URL, as its source.
const PLAIN = /^arn:[^:]*:(execute-api|lambda):/;

const ofLog: ReadonlySet<string> = new Set(reserved);

/** The request with an event that came by HTTP. */
export const httpEvent = (entry: Entry): Pulled | undefined => {
  const { originid, origintime, time, source, type, subject, data } = entry;
  if (originid === undefined && !PLAIN.test(source)) return undefined;
  const plain = { type, subject, data };
  if (originid === undefined)
    return {
      event: requestOf({ body: JSON.stringify(plain), type: "application/json", source, time }),
      missing: ["the Idempotency-Key and the caller, so it would be another event", "the other headers"],
    };
  const attributes = Object.fromEntries(Object.entries(entry).filter(([name]) => !ofLog.has(name)));
  const event = { ...attributes, id: originid, time: origintime ?? time };
  return {
    event: requestOf({ body: JSON.stringify(event), type: "application/cloudevents+json", time }),
    missing: [
      "the caller",
      "the other headers",
      "whether it was binary, structured or one of a batch: here it is structured",
    ],
  };
};
