import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import { refusalOf } from "../../console/server/guard.ts";
import { unreadable } from "../../console/server/unreadable.ts";
import { UserError } from "../userError.ts";
import type { HttpReply } from "./functionAnswer.ts";
import { message } from "./message.ts";

/** Answers one request. */
export type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

// The limit for the request line and all headers together: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
const MAX_HEADER_BYTES = 10_240;

/** An HTTP server with the limits of an HTTP API. It refuses a request that another site's page may have caused. */
export const guardedServer = (handle: Handle): Server =>
  createServer({ maxHeaderSize: MAX_HEADER_BYTES, requestTimeout: 0 }, async (request, response) => {
    const refusal = refusalOf(request);
    if (refusal !== undefined) return sendReply(response, message(403, refusal));
    try {
      await handle(request, response);
    } catch (error) {
      // A request whose body was read is destroyed too. One that broke off is no error.
      if (request.complete || !request.destroyed) console.error(error instanceof UserError ? error.message : error);
      if (response.headersSent) response.destroy();
      else sendReply(response, message(500, "Internal Server Error"));
    }
  }).on(
    "clientError",
    unreadable("application/json", (status) => ({ message: STATUS_CODES[status] })),
  );

/** Sends a whole answer. */
export const sendReply = (response: ServerResponse, { status, headers, body }: HttpReply): void => {
  response.writeHead(status, { ...headers, "content-length": body.length }).end(body);
};
