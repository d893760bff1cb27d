import * as z from "zod";
import { lazy } from "../log/lazy.ts";
import { type HttpAnswer, json } from "./answer.ts";

/** One fault and its place: a JSON pointer into the body (RFC 6901), a header, or a query parameter. */
export type Fault = z.infer<ReturnType<typeof Fault>>;
const Fault = () =>
  z.union([
    z.object({ pointer: z.string(), detail: z.string() }),
    z.object({ header: z.string(), detail: z.string() }),
    z.object({ parameter: z.string(), detail: z.string() }),
  ]);

/** Problem details for HTTP APIs (RFC 9457). `type` is "about:blank", so `title` is the phrase of the status. */
export type Problem = z.infer<ReturnType<typeof Problem>>;
export const Problem = lazy(() =>
  z
    .object({
      status: z.int(),
      title: z.string(),
      detail: z.string(),
      instance: z.string().exactOptional().describe("The path of the rejected event"),
      errors: z.array(Fault()).readonly().exactOptional(),
    })
    .meta({ id: "Problem", description: "Problem details for HTTP APIs (RFC 9457)" }),
);

// An `import` of node:http in an ES module would also load undici, which costs a seventh of a cold start.
const { STATUS_CODES } = process.getBuiltinModule("node:http");
/** The phrases of RFC 9110 (section 15.5). Node has older ones for two of them. */
const PHRASES: typeof STATUS_CODES = { ...STATUS_CODES, 413: "Content Too Large", 422: "Unprocessable Content" };

export const problem = (status: number, detail: string, more: Pick<Problem, "instance" | "errors"> = {}): Problem => ({
  status,
  title: PHRASES[status] ?? "Error",
  detail,
  ...more,
});

export const problemAnswer = (body: Problem, headers: Readonly<Record<string, string>> = {}): HttpAnswer =>
  json(body.status, body, { "content-type": "application/problem+json", ...headers });

/** The path as a JSON pointer in the form of a URI fragment (RFC 6901, section 6), as in `#/data/0`. */
export const pointer = (path: readonly PropertyKey[]): string =>
  `#${path.map((step) => `/${encodeURIComponent(String(step).toWellFormed().replaceAll("~", "~0").replaceAll("/", "~1"))}`).join("")}`;
