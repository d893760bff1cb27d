import assert from "node:assert/strict";
import { ok } from "../ok.ts";
import { apiOf } from "./api.ts";
import { newCaller } from "./caller.ts";
import type { Stack } from "./stack.ts";

const routes = [
  ["POST", "/events"],
  ["GET", "/logs"],
  ["GET", "/logs/stats"],
  ["GET", "/logs/some"],
  ["GET", "/rejected"],
  ["GET", "/rejected/stats"],
  ["GET", "/rejected/some"],
  ["GET", "/openapi.json"],
] as const;

/** A caller without a policy is refused. A caller whose policy allows one route is refused the others. */
export const permissions = async ({ outputs: { ApiId } }: Stack): Promise<void> => {
  const nobody = apiOf(ApiId, "nobody");
  for (const [method, path] of routes) assert.equal((await nobody.ask(method, path)).status, 403, `${method} ${path}`);
  ok("without a signature every route is a 403");

  const caller = await newCaller("reader", `arn:aws:execute-api:*:*:${ApiId}/*/GET/logs*`);
  const reader = apiOf(ApiId, caller);
  const statuses = [];
  for (const [method, path] of routes) statuses.push((await reader.ask(method, path)).status);
  assert.deepEqual(statuses, [403, 200, 200, 404, 403, 403, 403, 403]);
  ok("a policy can allow /logs without /rejected and /events");

  const forged = apiOf(ApiId, { ...caller, secret: "another" });
  assert.equal((await forged.ask("GET", "/logs")).status, 403);
  ok("a signature made with another secret is a 403");
};
