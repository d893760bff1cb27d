import type { MIMEType } from "node:util";
import * as z from "zod";
import { headers, isJson, mediaType } from "../../http/headers.ts";
import { httpError } from "../../http/httpError.ts";
import { text } from "../../log/fields.ts";
import { jsonOf } from "../../log/json.ts";
import { LAST_MS } from "../../log/time.ts";

/**
 * What is read of a request: payload format 2.0 of an HTTP API, its body already parsed where it is JSON.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export type HttpRequest = z.infer<typeof HttpRequest>;
export const HttpRequest = z.object({
  requestContext: z.object({
    accountId: text(64),
    apiId: text(64),
    stage: text(128),
    requestId: z.string(),
    // Milliseconds; `sam local start-api` has seconds here.
    timeEpoch: z
      .int()
      .min(0)
      .max(LAST_MS)
      .transform((epoch) => (epoch < 100_000_000_000 ? epoch * 1000 : epoch)),
    http: z.object({ method: z.string() }),
    authorizer: z.object({ iam: z.object({ userArn: z.string().nullish() }).nullish() }).nullish(),
  }),
  headers,
  body: z.unknown().optional(),
  isBase64Encoded: z.boolean().default(false),
});

/** How a request carries its events. https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md#3-http-message-mapping */
export type Mode = "plain" | "structured" | "binary" | "batch";

/** The mode of a request; throws an HttpError (415) for what is none. */
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
    `The content type ${headers["content-type"] ?? "(none)"} is no event; send application/json, application/cloudevents+json, application/cloudevents-batch+json, or any with the ce- headers of a binary CloudEvent`,
    { accept: "application/json, application/cloudevents+json, application/cloudevents-batch+json" },
  );
};

/** A binary CloudEvent in the JSON format: the attributes from the `ce-` headers, the data from the body. */
export const fromBinary = (request: HttpRequest): Record<string, unknown> => {
  const attributes = Object.entries(request.headers)
    .filter(([name]) => name.startsWith("ce-"))
    .map(([name, value]) => [name.slice("ce-".length), decodeHeader(value)]);
  return { ...Object.fromEntries(attributes), ...dataOf(request) };
};

const dataOf = ({ headers, body, isBase64Encoded }: HttpRequest): Record<string, unknown> => {
  const datacontenttype = headers["content-type"];
  const type = mediaType(datacontenttype);
  if (body === undefined || body === null || body === "") return { datacontenttype };
  if (isJson(type)) return { datacontenttype, data: body };
  const bytes = Buffer.from(typeof body === "string" ? body : jsonOf(body), isBase64Encoded ? "base64" : "utf8");
  const data = isText(type) ? decodeUtf8(bytes) : undefined;
  return { datacontenttype, ...(data === undefined ? { data_base64: bytes.toString("base64") } : { data }) };
};

// Section 3.1.3.2 of the HTTP binding: values are percent-encoded; a stray % is left as it came.
const decodeHeader = (value: string): string => {
  try {
    return decodeURIComponent(value.replace(/^"(.*)"$/s, (_, inner: string) => inner.replaceAll(/\\(.)/gs, "$1")));
  } catch {
    return value;
  }
};

const decodeUtf8 = (bytes: Buffer): string | undefined => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

const isText = (type: MIMEType | undefined): boolean =>
  (type?.type === "text" || /^(.+\+)?xml$/.test(type?.subtype ?? "")) &&
  /^(utf-?8|us-ascii)$/i.test(type?.params.get("charset") ?? "utf-8");
