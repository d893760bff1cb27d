import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { errorText } from "../../log/errorText.ts";
import type { Answer } from "./call.ts";
import { guard } from "./guard.ts";
import { cause } from "./notification/cause.ts";
import type { Cause } from "./notification/record.ts";
import { operate } from "./operate.ts";
import { checkExpiry, hoistedHeaders } from "./presigned.ts";
import { readUrl } from "./requestUrl.ts";
import { errorBody, S3Error } from "./s3Error.ts";
import type { Bucket } from "./store/bucket.ts";

interface Served {
  readonly buckets: ReadonlyMap<string, Bucket>;
  readonly region: string;
  /** In ms since 1970. */
  readonly now: () => number;
  /** Gets a sentence for the person at the terminal. */
  readonly say: (sentence: string) => void;
}

/** The HTTP server of the local S3. It does not verify signatures, and needs none. */
export const server = ({ buckets, region, now, say }: Served) =>
  // An upload may take any time.
  createServer({ requestTimeout: 0 }, async (request, response) => {
    const headers = textsOf(request);
    const why = cause(accessKeyOf(request), request.socket.remoteAddress ?? "");
    try {
      const port = request.socket.localPort ?? 0;
      guard(headers, port);
      const url = readUrl(request.url ?? "/");
      const { query } = url;
      checkExpiry(query, now());
      const origin = `http://127.0.0.1:${port}`;
      const given = { ...hoistedHeaders(query), ...headers };
      const call = { buckets, region, now: now(), headers: given, query, request, cause: why, origin };
      await send(response, await operate(call, url), why);
    } catch (error) {
      if (request.destroyed && !request.complete) return void response.destroy();
      if (!(error instanceof S3Error))
        say(`The local S3 failed at ${request.method} ${request.url}: ${errorText(error)}`);
      await sendError(request, response, error instanceof S3Error ? error : internal(error), why);
    }
  });

const internal = (error: unknown) =>
  new S3Error(500, "InternalError", `We encountered an internal error. Please try again. (${errorText(error)})`);

const send = async (response: ServerResponse, { status, headers = {}, body }: Answer, why: Cause): Promise<void> => {
  const given = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  try {
    response.writeHead(status, {
      ...(typeof body === "string" && { "content-type": "application/xml", "content-length": Buffer.byteLength(body) }),
      ...Object.fromEntries(given),
      ...requestIds(why),
    });
  } catch (error) {
    if (body instanceof Readable) body.destroy();
    throw error;
  }
  // A client that goes away in the middle of an object is no error.
  if (body instanceof Readable) await pipeline(body, response).catch(() => response.destroy());
  else response.end(body);
};

const sendError = async (
  request: IncomingMessage,
  response: ServerResponse,
  error: S3Error,
  why: Cause,
): Promise<void> => {
  if (response.headersSent) return void response.destroy();
  request.resume(); // the rest of a body that is refused
  const body = request.method === "HEAD" ? "" : errorBody(error, request.url?.split("?")[0] ?? "", why.requestId);
  response
    .writeHead(error.status, {
      ...error.headers,
      ...(body !== "" && { "content-type": "application/xml", "content-length": Buffer.byteLength(body) }),
      ...requestIds(why),
    })
    .end(body);
};

const requestIds = ({ requestId, hostId }: Cause) => ({
  "x-amz-request-id": requestId,
  "x-amz-id-2": hostId,
  server: "Tributary local S3",
});

const textsOf = ({ headers }: IncomingMessage): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(",") : value]),
  );

/** The access key that the request is signed with, in a header or in the URL. */
const accessKeyOf = ({ headers, url = "" }: IncomingMessage): string => {
  const [, key] =
    /Credential=([\w-]{1,128})/.exec(headers.authorization ?? "") ??
    /[?&](?:X-Amz-Credential|AWSAccessKeyId)=([\w-]{1,128})/i.exec(url) ??
    [];
  return key ?? "anonymous";
};
