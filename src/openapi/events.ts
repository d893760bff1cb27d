import * as z from "zod";
import { ITEM_BYTES } from "../log/itemSize.ts";
import { MAX_EVENTS } from "../schemas/http.ts";
import { cloudEvent } from "../schemas/kit/cloudEvent.ts";
import { Kept, Part } from "../schemas/kit/httpAnswer.ts";
import { EventHeaders, Plain } from "../schemas/kit/httpRecord.ts";
import type { Operation, Response } from "./operation.ts";
import { described } from "./parameters.ts";
import { everywhere, gatewaysToo, header, optionalHeader, problem, unavailable } from "./responses.ts";

const PlainEvent = Plain().meta({ id: "PlainEvent" });
const CloudEvent = cloudEvent().meta({ id: "CloudEvent", description: "A CloudEvents 1.0.2 event in the JSON format" });

const kept = (description: string): Response => ({
  description,
  headers: z.object({ location: header("The path of the entry") }),
  content: { "application/json": { schema: Kept() } },
  links: { entry: { operationId: "getLog", parameters: { id: "$response.body#/id" } } },
});

/** `POST /events`. */
export const events: Operation = {
  operationId: "sendEvents",
  "x-tributary-stream": "http", // GET /openapi.json leaves out an operation whose stream is not declared
  tags: ["events"],
  summary: "Send an event, or a batch of CloudEvents",
  description:
    "Send plain JSON or a CloudEvent. A CloudEvent can be structured, a batch, or binary: then `ce-id`, `ce-source`, `ce-type` and `ce-specversion` are headers, and the body has any type. An event with an `Idempotency-Key`, and a CloudEvent, can be sent again safely: it is kept once. A CloudEvent is known by its source and id, whatever its time is. An event is rejected if its time is more than 5 minutes ahead, or older than the retention.",
  requestParams: {
    header: z.object({
      "idempotency-key": described(
        EventHeaders().shape["idempotency-key"],
        "For plain JSON: a request that the same caller sends again with the same key is the same event, for up to 30 days. A caller is a principal. The name of its session does not count",
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
    200: kept("A duplicate: the event was in the log already"),
    207: {
      description:
        "A batch. For each event, in the order of the batch, the answer that it would get alone (RFC 4918, section 13)",
      headers: z.object({
        "retry-after": optionalHeader("Seconds to wait before sending the events with status 503 again"),
      }),
      content: { "application/json": { schema: z.array(Part()) } },
    },
    400: problem(
      "Not JSON, or not an event. `errors` says where the fault is. `instance` is the path of the rejected event. JSON that cannot be kept as it was sent is refused too: text that is not valid UTF-8, or an object with one name twice",
    ),
    413: gatewaysToo(
      problem(
        `The body has more than 1 MiB or ${MAX_EVENTS} events, or an event does not fit in an entry of ${ITEM_BYTES} bytes. Nothing of it is kept. API Gateway's own limit is 10 MB`,
      ),
    ),
    415: problem(
      "The content type is not that of an event, or the body is compressed",
      z.object({
        accept: optionalHeader("The content types of events"),
        "accept-encoding": optionalHeader("The Content-Encoding that is accepted"),
      }),
    ),
    422: problem(
      "The `Idempotency-Key` was used with another body (bodies are compared byte by byte), or the CloudEvent's source and id with another type, subject or data. The rejected event is kept at the path in `instance`",
    ),
    503: unavailable("Nobody knows whether the event was written. Send it again"),
  },
};
