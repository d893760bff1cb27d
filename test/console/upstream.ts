import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { listening } from "../../src/local/listening.ts";
import { signatureIn } from "../cli/signature.ts";

interface Asked {
  readonly method: string;
  readonly target: string;
  readonly signature: ReturnType<typeof signatureIn>;
  readonly headers: IncomingMessage["headers"];
}

/** The API of a deployed log, as a test sees it: it keeps what it is asked, and checks the signatures. */
export const startUpstream = async (
  answer: (request: IncomingMessage, response: ServerResponse) => void = (_, response) =>
    void response.setHeader("content-type", "application/json").end('{"entries":[]}'),
) => {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const { method = "", url: target = "", headers } = request;
    asked.push({ method, target, headers, signature: signatureIn(request, await text(request)) });
    answer(request, response);
  });
  const url = await listening(server, 0);
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  onTestFinished(stop);
  return { url, asked, stop };
};
