import type { IncomingMessage, ServerResponse } from "node:http";
import { decoded } from "../../http/decoded.ts";
import { bodyOf } from "../http/body.ts";
import { message } from "../http/message.ts";
import { targetOf } from "../http/requestEvent.ts";
import { sendReply } from "../http/server.ts";
import { pathParametersOf, routeFor } from "../routing.ts";
import { UserError } from "../userError.ts";
import type { Endpoint, Receiver } from "./endpoint.ts";

const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** Whether a path belongs to the local system itself, and not to the HTTP API of the project. */
export const isControlPath = (path: string): boolean => /^\/(_local|_console|2015-03-31|2019-09-25)(\/|$)/.test(path);

/** Answers the requests to the local system itself. What the caller did wrong is a 400 with one sentence. */
export const control =
  (endpoints: readonly (Endpoint | Receiver)[]) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { path, query } = targetOf(request);
    const endpoint = routeFor(endpoints, request.method ?? "GET", path);
    if (endpoint === undefined) {
      const known = endpoints.map((one) => `${one.method} ${one.path}`).join(", ");
      return sendReply(response, message(404, `The local system has no ${request.method} ${path}. It has ${known}`));
    }
    const parameters = pathParametersOf(endpoint, path, decoded) ?? {};
    const asked = { parameters, query: new URLSearchParams(query), headers: request.headers };
    try {
      if ("receive" in endpoint) return sendReply(response, await endpoint.receive(asked, request));
      const body = await bodyOf(request, MAX_BODY_BYTES);
      if (body === undefined) return sendReply(response, message(413, "The body has more than 10 MB"));
      sendReply(response, await endpoint.answer({ ...asked, body }));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      sendReply(response, message(400, error.message));
    }
  };
