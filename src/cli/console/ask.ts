import type { Ask } from "../../console/server/ask.ts";
import { httpError } from "../../http/httpError.ts";
import { errorText } from "../../log/errorText.ts";
import { aheadIn } from "../api/clock.ts";
import { type Asked, refused, unreachable } from "../api/problems.ts";
import type { Sign } from "../api/sign.ts";
import { targetOf } from "../api/target.ts";
import type { Context } from "../context.ts";

/**
 * Asks an API with signed requests, for the page. What the command would print about a failure is the detail of a problem. It never
 * follows a redirect, because a signature is for nobody else.
 */
export const askOf =
  ({ fetch, now }: Pick<Context, "fetch" | "now">, { url, sign }: { readonly url: string; readonly sign: Sign }): Ask =>
  async ({ method, path, query, headers, signal }) => {
    const asked: Asked = { method, url, path, isLocal: false };
    const request = { method, url: new URL(`${url}${targetOf(path, parametersOf(query))}`), headers };
    const signed = await sign(request).catch((thrown: unknown) => {
      throw httpError(401, errorText(thrown), {}, thrown);
    });
    const answer = await fetch(request.url, { method, headers: signed, redirect: "manual", signal }).catch(
      (thrown: unknown) => {
        const isLate = thrown instanceof Error && thrown.name === "TimeoutError";
        throw httpError(isLate ? 504 : 502, unreachable(asked, thrown).message, {}, thrown);
      },
    );
    if (answer.status < 400 || answer.headers.get("content-type")?.startsWith(PROBLEM)) return answer;
    const ahead = aheadIn(answer.headers, now());
    throw httpError(answer.status, refused({ ...asked, ahead }, answer.status, await answer.text()).message);
  };

const PROBLEM = "application/problem+json"; // of the log; API Gateway's own errors are plain JSON

/** The values of each parameter of a query. */
const parametersOf = (query: string): Readonly<Record<string, readonly string[]>> => {
  const parameters = new URLSearchParams(query);
  return Object.fromEntries([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)]));
};
