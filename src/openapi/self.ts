import * as z from "zod";
import type { Operation } from "./operation.ts";
import { conditional } from "./parameters.ts";
import { cached, everywhere, found, notAccepted, notModified, problem } from "./responses.ts";

/** `GET /openapi.json`. */
export const self: Operation = {
  operationId: "getOpenApi",
  tags: ["openapi"],
  summary: "This document",
  requestParams: { header: conditional },
  responses: {
    ...everywhere,
    200: found(cached, "An OpenAPI 3.1 document", {
      "application/json": { schema: z.looseObject({ openapi: z.string() }) },
    }),
    304: notModified(cached),
    400: problem("This route has no parameters"),
    406: notAccepted,
  },
};
