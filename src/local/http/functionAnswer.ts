import { validateHeaderName, validateHeaderValue } from "node:http";
import * as z from "zod";
import { errorText } from "../../log/errorText.ts";

/** An answer that is ready for node:http. */
export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
}

/**
 * The HTTP answer that API Gateway makes of what a function returned. Without a `statusCode`, it sends the value itself as JSON.
 * Returns what is wrong if API Gateway would answer 500.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html#http-api-develop-integrations-lambda.response
 */
export const functionAnswer = (returned: unknown): HttpReply | { readonly wrong: string } => {
  if (!hasStatus(returned))
    return {
      status: 200,
      headers: JSON_TYPE,
      body: Buffer.from(typeof returned === "string" ? returned : JSON.stringify(returned)),
    };
  const parsed = Answer.safeParse(returned);
  if (!parsed.success) return { wrong: z.prettifyError(parsed.error) };
  const { statusCode, headers, cookies, body, isBase64Encoded } = parsed.data;
  const wrong = wrongHeader([...Object.entries(headers), ...cookies.map((cookie) => ["set-cookie", cookie] as const)]);
  if (wrong !== undefined) return { wrong };
  return {
    status: statusCode,
    headers: { ...passedOn(headers), ...(cookies.length > 0 && { "set-cookie": cookies }) },
    body: Buffer.from(body, isBase64Encoded ? "base64" : "utf8"),
  };
};

const JSON_TYPE = { "content-type": "application/json" };

/** These headers are about one connection, so API Gateway does not pass them on. */
const OF_CONNECTION = ["connection", "content-length", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"];

const passedOn = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_CONNECTION.includes(name)));

const wrongHeader = (headers: readonly (readonly [string, string])[]): string | undefined => {
  try {
    for (const [name, value] of headers) {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    }
    return undefined;
  } catch (error) {
    return errorText(error);
  }
};

const hasStatus = (value: unknown): boolean => typeof value === "object" && value !== null && "statusCode" in value;

const Answer = z.object({
  statusCode: z.coerce.number().int().min(200).max(599),
  headers: z
    .record(z.string(), z.coerce.string())
    .nullish()
    .transform((given) => lowerCase({ "content-type": "text/plain;charset=UTF-8", ...lowerCase(given ?? {}) })),
  cookies: z.array(z.string()).default([]),
  body: z
    .string()
    .nullish()
    .transform((text) => text ?? ""),
  isBase64Encoded: z.boolean().default(false),
});

const lowerCase = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
