import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { listening } from "../../src/local/listening.ts";
import type { Fault, FaultKind, Faults } from "./faults.ts";
import { readRequest } from "./request.ts";

/** Where requests go, and what goes wrong on the way. */
export interface Route {
  /** The URL of a DynamoDB. */
  readonly upstream: string;
  readonly faults: Faults;
  /** Kills the process that sends the requests. */
  readonly kill: () => void;
  readonly onFault: (kind: FaultKind) => void;
}

/** Starts a proxy between the AWS SDK and DynamoDB. It injects faults on the wire. */
export const startProxy = async () => {
  let route: Route | undefined;
  let faulty = new Map<string, boolean>();
  const underWay = new Set<Promise<void>>();

  /** Whether the SDK tries a call again although its last attempt had no fault. Then it did not wait for the answer. */
  const isRetryWithoutFault = (incoming: IncomingMessage, hasFault: boolean): boolean => {
    const call = header(incoming, "amz-sdk-invocation-id") ?? "";
    const isAgain = faulty.get(call) === false;
    faulty.set(call, hasFault);
    return isAgain;
  };

  const server = createServer(async (incoming, response) => {
    response.on("error", () => {}); // the client may be gone
    const body = await buffer(incoming).catch(() => undefined);
    if (route === undefined || body === undefined) return void incoming.socket.destroy();
    const fault = route.faults(readRequest(header(incoming, "x-amz-target"), body));
    if (fault) route.onFault(fault.kind);
    if (isRetryWithoutFault(incoming, fault !== undefined)) route.onFault("retry without a fault");
    const exchange = exchangeOf(route, incoming, body, response);
    const done = (fault ? inject(fault, exchange) : exchange.pass()).catch(() => exchange.reset());
    underWay.add(done);
    await done;
    underWay.delete(done);
  });

  server.keepAliveTimeout = KEEP_ALIVE_MS; // only a fault ends a connection

  return {
    endpoint: await listening(server, 0),
    direct: (to: Route) => {
      route = to;
      faulty = new Map();
    },
    /** Waits until no request is open, so that late writes are done. */
    quiet: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};

const KEEP_ALIVE_MS = 600_000;

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

type Exchange = ReturnType<typeof exchangeOf>;

const exchangeOf = (route: Route, incoming: IncomingMessage, body: Buffer, response: ServerResponse) => {
  const forward = () => send(`${route.upstream}${incoming.url}`, incoming.headers, body);
  const answer = ({ status, headers, body }: Answer) => void response.writeHead(status, headers).end(body);
  return {
    forward,
    answer,
    pass: async () => answer(await forward()),
    reset: () => reset(incoming.socket),
    cut: ({ status, headers, body }: Answer) =>
      response.writeHead(status, headers).write(body.subarray(0, -1), () => reset(incoming.socket)),
    kill: route.kill,
  };
};

const inject = async ({ kind, ms }: Fault, { forward, answer, pass, reset, cut, kill }: Exchange): Promise<void> => {
  switch (kind) {
    case "ProvisionedThroughputExceededException":
      return answer(dynamoError(400, `com.amazonaws.dynamodb.v20120810#${kind}`));
    case "ThrottlingException":
      return answer(dynamoError(400, `com.amazon.coral.availability#${kind}`));
    case "InternalServerError":
      return answer(dynamoError(500, `com.amazonaws.dynamodb.v20120810#${kind}`));
    case "reset before the write":
      return reset();
    case "reset after the write":
      await forward();
      return reset();
    case "answer cut short":
      cut(await forward());
      return;
    case "slow answer": {
      const slow = await forward();
      await wait(ms);
      return answer(slow);
    }
    case "late write":
      await wait(ms);
      return pass();
    case "killed before a claim":
    case "killed before an entry":
    case "killed before an entry with work":
      kill();
      return reset();
    case "killed after a claim":
    case "killed after an entry":
    case "killed after an entry with work":
      await forward();
      kill();
      return reset();
    case "retry without a fault":
      return pass();
  }
};

// A socket whose other end is gone cannot be reset, and would never be closed.
const reset = (socket: Socket): void => void (socket.writableEnded ? socket.destroy() : socket.resetAndDestroy());

const dynamoError = (status: number, type: string): Answer => ({
  status,
  headers: { "content-type": "application/x-amz-json-1.0", "x-amzn-requestid": "FAULT" },
  body: Buffer.from(JSON.stringify({ __type: type, message: "An injected fault" })),
});

const send = (url: string, headers: IncomingMessage["headers"], body: Buffer): Promise<Answer> => {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  request(url, { method: "POST", agent: false, headers }, async (incoming) => {
    resolve({ status: incoming.statusCode ?? 502, headers: incoming.headers, body: await buffer(incoming) });
  })
    .on("error", reject)
    .end(body);
  return promise;
};

const header = (incoming: IncomingMessage, name: string): string | undefined => incoming.headers[name]?.toString();
