import { reportOf } from "../parity/report.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Local } from "./endpoints.ts";

/** `GET /_local/parity`: the report of what is honored, approximated and ignored, as text. */
export const parityReport = ({ findings }: Local): Endpoint => ({
  method: "GET",
  path: "/_local/parity",
  answer: () => ({
    status: 200,
    headers: { "content-type": "text/plain; charset=utf-8" },
    body: Buffer.from(`${reportOf(findings)}\n`),
  }),
});
