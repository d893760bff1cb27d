import type { Operation } from "./operation.ts";

/** `HEAD` of what this operation gets: the same, without the bodies. */
export const headOf = ({ operationId, responses, summary, description: _, ...operation }: Operation): Operation => ({
  ...operation,
  operationId: `${operationId}Head`,
  summary: `${summary}: only the headers`,
  description: "The headers of the answer to GET, without its body. It is a route, and so a permission, of its own.",
  responses: Object.fromEntries(
    Object.entries(responses).map(([status, { content: _, links: __, ...response }]) => [status, response]),
  ),
});
