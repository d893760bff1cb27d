import * as z from "zod";
import type { HttpAnswer } from "./answer.ts";
import { type Fault, Problem, problem, problemAnswer } from "./problem.ts";

/** An error that an HTTP caller is to be told, in the form of middy's and of `http-errors`; its cause is for the function's log alone. */
export const httpError = (
  statusCode: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
  cause?: unknown,
): Error => Object.assign(new Error(message, { cause }), { statusCode, expose: true, headers });

/** There is no entry of that id (404). */
export const notThere = (id: string): Error => httpError(404, `There is no entry ${id} here`);

/** A query that is wrong, and where (400). */
export const wrongQuery = (errors: readonly Fault[]): Error =>
  Object.assign(httpError(400, "The query is wrong"), { errors });

/** Refuses a query where none is read. */
export const rejectParameters = (parameters: URLSearchParams): void => {
  const [unknown] = parameters.keys();
  if (unknown !== undefined) throw httpError(400, `There is no parameter ${unknown} here: the path says it all`);
};

/** What DynamoDB's errors are to a caller: another try may succeed. */
export const unavailable = (cause: unknown): never => {
  throw httpError(503, "The log could not be read just now; ask again", { "retry-after": "5" }, cause);
};

const HttpErrorShape = z.object({
  statusCode: z.number(),
  expose: z.literal(true),
  message: z.string(),
  headers: z.record(z.string(), z.string()).default({}),
  errors: Problem.shape.errors,
});

/** The answer to an error: what an HttpError says; of any other error nothing but that there was one. */
export const answerTo = (error: unknown): HttpAnswer => {
  const { data } = HttpErrorShape.safeParse(error);
  return data === undefined
    ? problemAnswer(problem(500, "Something went wrong here; the function's log says what"))
    : problemAnswer(problem(data.statusCode, data.message, data.errors && { errors: data.errors }), data.headers);
};
