import type { MIMEType } from "node:util";
import * as z from "zod";
import { bodyFields, bytesOf } from "../../http/body.ts";
import { isJson, mediaType } from "../../http/headers.ts";
import { httpError } from "../../http/httpError.ts";
import { payloadFormat2 } from "../../http/payloadFormat.ts";
import { utf8 } from "../../http/utf8.ts";
import { text } from "../../log/fields.ts";
import { LAST_MS } from "../../log/time.ts";

const id = text(64);
const optional = z.string().nullish();

/** The fields that are read of a request: payload format 2.0 of an HTTP API or a Function URL. */
export type HttpRequest = z.infer<typeof HttpRequest>;
export const HttpRequest = payloadFormat2(
  z.object({
    requestContext: z.object({
      accountId: id,
      apiId: id,
      domainName: optional,
      stage: text(128)
        .nullish()
        .transform((stage) => stage ?? "$default"),
      requestId: z.string(),
      // Milliseconds. `sam local start-api` sends seconds.
      timeEpoch: z
        .int()
        .min(0)
        .max(LAST_MS)
        .transform((epoch) => (epoch < 100_000_000_000 ? epoch * 1000 : epoch)),
      http: z.object({ method: z.string(), sourceIp: optional }),
      authorizer: z.unknown().optional(),
    }),
    ...bodyFields(),
    /** The parsed body, if its content type is JSON: see middleware/parseBody.ts. */
    json: z.unknown().optional(),
  }),
);

/** How a request holds its events. https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md#3-http-message-mapping */
export type Mode = "plain" | "structured" | "binary" | "batch";

/** The mode of a request. Throws an HttpError (415) if its content type fits no mode. */
export const modeOf = ({ headers }: HttpRequest): Mode => {
  const type = mediaType(headers["content-type"]);
  if (type?.essence === "application/cloudevents+json") return "structured";
  if (type?.essence === "application/cloudevents-batch+json") return "batch";
  if (type?.essence.startsWith("application/cloudevents") !== true) {
    if (Object.keys(headers).some((name) => /^ce-(specversion|id|source|type)$/.test(name))) return "binary";
    if (isJson(type)) return "plain";
  }
  throw httpError(
    415,
    `The content type ${headers["content-type"] ?? "(none)"} is not supported. Send application/json, application/cloudevents+json, application/cloudevents-batch+json, or any other type together with the ce- headers of a binary CloudEvent`,
    { accept: "application/json, application/cloudevents+json, application/cloudevents-batch+json" },
  );
};

/** Converts a binary CloudEvent to the JSON format. Its attributes are the `ce-` headers, and its data is the body. */
export const fromBinary = (request: HttpRequest): Record<string, unknown> => {
  const attributes = Object.entries(request.headers)
    .filter(([name]) => name.startsWith("ce-"))
    .map(([name, value]) => [name.slice("ce-".length), decodeHeader(value) ?? value]);
  return { ...Object.fromEntries(attributes), ...dataOf(request) };
};

/** The headers of a binary CloudEvent. Each issue names the wrong header. */
export const BinaryHeaders = () =>
  z.record(z.string(), z.string()).superRefine((headers, context) => {
    for (const [name, value] of Object.entries(headers)) {
      const message = name.startsWith("ce-") ? headerFault(name, value, headers["content-type"]) : undefined;
      if (message !== undefined) context.addIssue({ code: "custom", path: [name], message });
    }
  });

const headerFault = (name: string, value: string, contentType: string | undefined): string | undefined => {
  if (name === "ce-data" || name === "ce-data_base64")
    return "The data of a binary CloudEvent is the body of the request, not a header";
  if (name === "ce-datacontenttype" && value !== contentType)
    return "The header Content-Type gives the data type of a binary CloudEvent. Leave out this header";
  return decodeHeader(value) === undefined
    ? "Invalid percent-encoding: expected %XX for each byte of UTF-8, and %25 for a % (CloudEvents 1.0.2, HTTP binding, section 3.1.3.2)"
    : undefined;
};

/** Decodes a header: values are percent-encoded, and older senders put them in quotes (HTTP binding, section 3.1.3.2). */
const decodeHeader = (value: string): string | undefined => {
  try {
    return decodeURIComponent(value.replace(/^"(.*)"$/s, (_, inner: string) => inner.replaceAll(/\\(.)/gs, "$1")));
  } catch {
    return undefined;
  }
};

const dataOf = ({ headers, body, isBase64Encoded, json }: HttpRequest): Record<string, unknown> => {
  const datacontenttype = headers["content-type"];
  const bytes = bytesOf(body, isBase64Encoded);
  if (bytes.length === 0) return { datacontenttype };
  const type = mediaType(datacontenttype);
  if (isJson(type)) return { datacontenttype, data: json };
  const data = isText(type) ? utf8(bytes, "keep") : undefined;
  return { datacontenttype, ...(data === undefined ? { data_base64: bytes.toString("base64") } : { data }) };
};

const isText = (type: MIMEType | undefined): boolean =>
  (type?.type === "text" || /^(.+\+)?xml$/.test(type?.subtype ?? "")) &&
  /^(utf-?8|us-ascii)$/i.test(type?.params.get("charset") ?? "utf-8");
