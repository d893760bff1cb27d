import { STATUS_CODES } from "node:http";
import * as z from "zod";
import { type HttpAnswer, json } from "./answer.ts";

/** One thing that is wrong, and where: a JSON pointer into the body (RFC 6901), a header, or a query parameter. */
export type Fault = z.infer<typeof Fault>;
const Fault = z.union([
  z.object({ pointer: z.string(), detail: z.string() }),
  z.object({ header: z.string(), detail: z.string() }),
  z.object({ parameter: z.string(), detail: z.string() }),
]);

/** Problem details for HTTP APIs (RFC 9457); `type` is "about:blank", so `title` is the status' own phrase. */
export type Problem = z.infer<typeof Problem>;
export const Problem = z
  .object({
    status: z.int(),
    title: z.string(),
    detail: z.string(),
    instance: z.string().exactOptional().describe("Where the rejected event is kept"),
    errors: z.array(Fault).readonly().exactOptional(),
  })
  .meta({ id: "Problem", description: "Problem details for HTTP APIs (RFC 9457)" });

export const problem = (status: number, detail: string, more: Pick<Problem, "instance" | "errors"> = {}): Problem => ({
  status,
  title: STATUS_CODES[status] ?? "Error",
  detail,
  ...more,
});

export const problemAnswer = (body: Problem, headers: Readonly<Record<string, string>> = {}): HttpAnswer =>
  json(body.status, body, { "content-type": "application/problem+json", ...headers });

/** A step of a JSON pointer, escaped (RFC 6901), in its form as the fragment of a URI. */
export const pointer = (path: readonly PropertyKey[]): string =>
  `#${path.map((step) => `/${encodeURIComponent(String(step).toWellFormed().replaceAll("~", "~0").replaceAll("/", "~1"))}`).join("")}`;
