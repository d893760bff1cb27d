import type { Operation } from "./operation.ts";

/** The `HEAD` operation of a `GET` operation: the same answers without their bodies. */
export const headOf = ({ operationId, responses, summary, description: _, ...operation }: Operation): Operation => ({
  ...operation,
  operationId: `${operationId}Head`,
  summary: `${summary}: only the headers`,
  description:
    "The answer has the headers of the answer to GET, and no body. HEAD is a route of its own, so IAM grants it separately.",
  responses: Object.fromEntries(
    Object.entries(responses).map(([status, { content: _, links: __, ...response }]) => [status, response]),
  ),
});
