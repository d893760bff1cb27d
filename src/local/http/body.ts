import type { IncomingMessage } from "node:http";

/** Reads the body of a request. Returns `undefined` if it has more bytes than `most`; the rest is read and dropped. */
export const bodyOf = async (request: IncomingMessage, most: number): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= most) chunks.push(chunk);
  }
  return length > most ? undefined : Buffer.concat(chunks);
};
