import { gzipSync } from "node:zlib";
import Negotiator from "negotiator";
import type { HttpAnswer } from "./answer.ts";

const MIN_BYTES = 1_000; // a shorter answer fits in one packet even without gzip

/** Compresses an answer if the client accepts gzip and the answer becomes shorter. A function returns bytes in base64, which adds a third. */
export const gzip = (answer: HttpAnswer, acceptEncoding: string | undefined): HttpAnswer => {
  const { body = "", headers = {} } = answer;
  if (acceptEncoding === undefined || Buffer.byteLength(body) < MIN_BYTES) return answer;
  const negotiator = new Negotiator({ headers: { "accept-encoding": acceptEncoding } });
  if (negotiator.encoding(["gzip", "identity"]) !== "gzip") return answer;
  const packed = gzipSync(body).toString("base64");
  if (packed.length >= Buffer.byteLength(body)) return answer;
  return {
    ...answer,
    headers: { ...headers, "content-encoding": "gzip" },
    body: packed,
    isBase64Encoded: true,
  };
};
