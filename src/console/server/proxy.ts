import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { answerTo, httpError } from "../../http/httpError.ts";
import { problem } from "../../http/problem.ts";
import type { Ask } from "./ask.ts";
import type { ConsoleConfig } from "./config.ts";
import { type Files, fileAt, type Reply } from "./files.ts";
import { forward } from "./forward.ts";
import { refusalOf } from "./guard.ts";
import { consoleHeaders } from "./headers.ts";
import { isSecret, TOKEN_HEADER } from "./token.ts";
import { unreadable } from "./unreadable.ts";

interface Proxied {
  readonly ask: Ask;
  readonly config: ConsoleConfig;
  readonly files: Files;
  /** What every request that reads the log must have in the header {@link TOKEN_HEADER}. */
  readonly token: string;
  /** An address that works once and leads to `location`. So the token is not among the arguments of the browser's process. */
  readonly entrance: { readonly path: string; readonly location: string };
}

/**
 * The server of `tributary console` for a deployed log: it serves the page, and asks the API with the user's credentials. It only reads,
 * and only the routes of the log. It refuses other hosts, pages of other origins, and a request for the log without the token.
 */
export const newProxy = (proxied: Proxied): Server => {
  let isOpened = false;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const refusal = refusalOf(request, request.socket.localPort);
    if (refusal !== undefined) throw httpError(403, refusal);
    const method = methodOf(request);
    const [path = "", ...query] = (request.url ?? "").split("?");
    if (!isOpened && isSecret(proxied.entrance.path, path)) {
      isOpened = method === "GET";
      const headers = { location: proxied.entrance.location, "cache-control": "no-store" };
      return send(response, { status: 303, headers, body: Buffer.alloc(0) });
    }
    const file = fileAt(path, proxied.files, consoleHeaders, proxied.config);
    if (file !== undefined) return send(response, file);
    if (!ROUTE.test(path)) throw httpError(404, `There is nothing at ${path}. The console is at /_console/`);
    if (!isSecret(proxied.token, request.headers[TOKEN_HEADER]))
      throw httpError(401, "This page has no valid token: open the address that the command printed");
    await forward(proxied.ask, { method, path, query: query.join("?") }, request, response);
  };

  return createServer(LIMITS, async (request, response) => {
    try {
      await answer(request, response);
    } catch (error) {
      request.resume(); // the body of a request that is refused
      if (response.headersSent) response.destroy();
      else send(response, replyOf(error));
    }
  }).on(
    "clientError",
    unreadable("application/problem+json", (status) => problem(status, UNREADABLE)),
  );
};

/** The routes of the log. An id has none of the characters that a path must encode, so nothing else can hide in one. */
const ROUTE = /^\/(openapi\.json|(logs|rejected)(\/(?!\.{1,2}$)[\w.~-]{1,200})?)$/;

const LIMITS = { maxHeaderSize: 16_384, headersTimeout: 10_000, requestTimeout: 10_000 };
const UNREADABLE = "The request cannot be read, or its headers are too long";

const methodOf = ({ method, headers }: IncomingMessage): "GET" | "HEAD" => {
  if (method !== "GET" && method !== "HEAD")
    throw httpError(405, `${method} is not allowed here: the console of a stack only reads`, { allow: "GET, HEAD" });
  if (headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) !== 0)
    throw httpError(400, "A request to this server has no body");
  return method;
};

const replyOf = (error: unknown): Reply => {
  const { statusCode, headers = {}, body = "" } = answerTo(error);
  return { status: statusCode, headers: { ...headers, "cache-control": "no-store" }, body: Buffer.from(body) };
};

const send = (response: ServerResponse, { status, headers, body }: Reply): void => {
  response.writeHead(status, { ...headers, "content-length": body.length });
  response.end(response.req.method === "HEAD" ? undefined : body);
};
