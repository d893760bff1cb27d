import type { IncomingMessage } from "node:http";
import type { HttpReply } from "../http/functionAnswer.ts";

/** A request to the local system itself. */
export interface ControlRequest {
  /** The values of the path's variables, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** One method of one path of the local system. */
export interface Endpoint {
  readonly method: string;
  /** As in API Gateway: `/_local/events/{function}`. */
  readonly path: string;
  readonly answer: (request: ControlRequest) => HttpReply | Promise<HttpReply>;
}

/** An endpoint that reads the body of its request itself, because it can have any size. */
export interface Receiver extends Omit<Endpoint, "answer"> {
  readonly receive: (request: Omit<ControlRequest, "body">, message: IncomingMessage) => Promise<HttpReply>;
}
