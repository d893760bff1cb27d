import * as z from "zod";
import { lazy } from "../log/lazy.ts";
import type { HttpAnswer } from "./answer.ts";
import { type Fault, Problem, problem, problemAnswer } from "./problem.ts";

/** An error that an HTTP caller is told. It has the form of the errors of middy and `http-errors`. Only the function's log has its cause. */
export const httpError = (
  statusCode: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
  cause?: unknown,
): Error => Object.assign(new Error(message, { cause }), { statusCode, expose: true, headers });

/** The error (404) for an id without an entry. */
export const notThere = (id: string): Error => httpError(404, `There is no entry ${id} here`);

/** The error (400) for a wrong query. `errors` says which parameters are wrong. */
export const wrongQuery = (errors: readonly Fault[]): Error =>
  Object.assign(httpError(400, "The query is wrong"), { errors });

/** Throws an HttpError (400) if the request has a query. */
export const rejectParameters = (parameters: URLSearchParams): void => {
  const [unknown] = parameters.keys();
  if (unknown !== undefined) throw httpError(400, `The parameter ${unknown} is unknown: this route has no parameters`);
};

/** Throws an HttpError (503) because of an error of DynamoDB. Another try may succeed. A fault of our own code is thrown as it is. */
export const unavailable = (cause: unknown): never => {
  if (cause instanceof RangeError || cause instanceof TypeError) throw cause;
  throw httpError(503, "The log could not be read. Send the request again", { "retry-after": "5" }, cause);
};

const HttpErrorShape = lazy(() =>
  z.object({
    statusCode: z.number(),
    expose: z.literal(true),
    message: z.string(),
    headers: z.record(z.string(), z.string()).default({}),
    errors: Problem().shape.errors,
  }),
);

/** The answer to an error. An HttpError says what it is. For any other error, it is a 500 without details. */
export const answerTo = (error: unknown): HttpAnswer => {
  const { data } = HttpErrorShape().safeParse(error);
  return data === undefined
    ? problemAnswer(problem(500, "Something went wrong. The function's log says what"))
    : problemAnswer(problem(data.statusCode, data.message, data.errors && { errors: data.errors }), data.headers);
};
