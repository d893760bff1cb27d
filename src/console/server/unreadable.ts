import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";

/**
 * Makes the listener of `clientError`: it answers a request that Node cannot read (400), or whose headers are too long (431), because
 * Node's own answer has no body. `bodyOf` makes the JSON for a status.
 */
export const unreadable =
  (type: string, bodyOf: (status: number) => unknown) =>
  (error: NodeJS.ErrnoException, socket: Duplex): void => {
    const status = error.code === "HPE_HEADER_OVERFLOW" ? 431 : 400;
    const body = JSON.stringify(bodyOf(status));
    const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, `content-type: ${type}`, "connection: close"];
    if (socket.writable) socket.end([...head, `content-length: ${Buffer.byteLength(body)}`, "", body].join("\r\n"));
  };
