import * as z from "zod";
import { deliver } from "../delivery/deliver.ts";
import { json } from "../http/message.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Local } from "./endpoints.ts";
import { functionNamed } from "./functionNamed.ts";
import { jsonBody } from "./jsonBody.ts";

/** `POST /_local/events/<function>`: delivers the event in the body, as the service does that made it, and answers what happened. */
export const deliverEvent = ({ project, services }: Local): Endpoint => ({
  method: "POST",
  path: "/_local/events/{function}",
  answer: async (request) => {
    const settings = functionNamed(project, request.parameters["function"] ?? "");
    return json(200, await deliver(settings, jsonBody(request, z.unknown()), services));
  },
});
