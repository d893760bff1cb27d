import * as z from "zod";
import { ITEM_BYTES } from "../log/itemSize.ts";
import { Keyed, MAX_EVENTS, Plain } from "../schemas/http.ts";
import { cloudEvent } from "../schemas/kit/cloudEvent.ts";
import { Kept, Part } from "../schemas/kit/httpAnswer.ts";
import type { Operation, Response } from "./operation.ts";
import { described } from "./parameters.ts";
import { everywhere, gatewaysToo, header, optionalHeader, problem, unavailable } from "./responses.ts";

const PlainEvent = Plain.meta({ id: "PlainEvent" });
const CloudEvent = cloudEvent.meta({ id: "CloudEvent", description: "A CloudEvents 1.0.2 event in the JSON format" });

const kept = (description: string): Response => ({
  description,
  headers: z.object({ location: header("The path of its entry") }),
  content: { "application/json": { schema: Kept } },
  links: { entry: { operationId: "getLog", parameters: { id: "$response.body#/id" } } },
});

/** `POST /events`. */
export const events: Operation = {
  operationId: "sendEvents",
  tags: ["events"],
  summary: "Send an event, or a batch of CloudEvents",
  description:
    "Plain JSON, or a CloudEvent: structured, a batch, or binary, with `ce-id`, `ce-source`, `ce-type` and `ce-specversion` as headers and a body of any type. Sending an event again is safe with an `Idempotency-Key` or as a CloudEvent: it is kept once. A CloudEvent is known by its source and id, whatever its time is. A time more than 5 minutes ahead, or older than the retention, is rejected.",
  requestParams: {
    header: z.object({
      "idempotency-key": described(
        Keyed.shape["idempotency-key"],
        "Of plain JSON: what the caller sends again under the same key, within 30 days, is the same event. A caller is a principal, whatever its session is called",
      ),
    }),
  },
  requestBody: {
    required: true,
    content: {
      "application/json": { schema: PlainEvent },
      "application/cloudevents+json": { schema: CloudEvent },
      "application/cloudevents-batch+json": { schema: z.array(CloudEvent).max(MAX_EVENTS) },
    },
  },
  responses: {
    ...everywhere,
    201: kept("Written"),
    200: kept("It was in the log already: a duplicate"),
    207: {
      description:
        "A batch: for each event, in their order, what it would have been answered alone (RFC 4918, section 13)",
      headers: z.object({ "retry-after": optionalHeader("Seconds to wait before those of status 503 are sent again") }),
      content: { "application/json": { schema: z.array(Part) } },
    },
    400: problem(
      "Not JSON, or not an event: `errors` says where; `instance` is where the rejected event is kept. JSON that cannot be kept as it was sent is refused as well: text that is not valid UTF-8, a name that an object has twice",
    ),
    413: gatewaysToo(
      problem(
        `More than 1 MiB, more than ${MAX_EVENTS} events, or an event that does not fit in an entry of ${ITEM_BYTES} bytes. Nothing of it is kept. API Gateway's own limit is 10 MB`,
      ),
    ),
    415: problem(
      "A content type that is no event, or a compressed body",
      z.object({
        accept: optionalHeader("The content types that are events"),
        "accept-encoding": optionalHeader("The Content-Encoding that is taken"),
      }),
    ),
    422: problem(
      "The `Idempotency-Key` was used with another body (bodies are compared byte by byte), or the CloudEvent's source and id with another type, subject or data. What came is kept at the path that `instance` names",
    ),
    503: unavailable("It is not known whether the event was written: send it again"),
  },
};
