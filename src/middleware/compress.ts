import { gzipSync } from "node:zlib";
import type { MiddlewareObj } from "@middy/core";
import Negotiator from "negotiator";
import * as z from "zod";
import { headers } from "../api/headers.ts";

const Asked = z.object({ headers });
const MIN_BYTES = 1_000; // of less a packet is not saved

/** Sends what is long enough as gzip, where the client accepts it: an HTTP API does not do so itself. */
export const compress = (): MiddlewareObj => ({
  after: (request) => {
    const { response } = request;
    const accepted = Asked.safeParse(request.event).data?.headers["accept-encoding"];
    if (accepted === undefined || Buffer.byteLength(response.body ?? "") < MIN_BYTES) return;
    if (new Negotiator({ headers: { "accept-encoding": accepted } }).encoding(["gzip", "identity"]) !== "gzip") return;
    const vary = [response.headers["vary"], "accept-encoding"].filter(Boolean).join(", ");
    request.response = {
      ...response,
      headers: { ...response.headers, "content-encoding": "gzip", vary },
      body: gzipSync(response.body).toString("base64"),
      isBase64Encoded: true,
    };
  },
});
