import * as z from "zod";
import type { CallFunction } from "../functions/functions.ts";
import { requestEvent } from "../http/requestEvent.ts";
import type { Route } from "../project/routes.ts";
import { routeFor } from "../routing.ts";

/** Makes a function that asks the log for an entry or a rejection by its id, as `GET /logs/{id}` does. No fault disturbs it. */
export const isInLog =
  (routes: readonly Route[], call: CallFunction) =>
  async (id: string): Promise<boolean> => {
    const path = `/${id.startsWith("rejected.") ? "rejected" : "logs"}/${id}`;
    const route = routeFor(routes, "GET", path);
    if (route === undefined) return false;
    const request = { url: path, method: "GET", headersDistinct: {}, httpVersion: "1.1" };
    const attempt = await call(route.functionId, {
      payload: JSON.stringify(requestEvent(request, route, Buffer.alloc(0))),
    });
    return attempt.status === "succeeded" && Found.safeParse(JSON.parse(attempt.payload)).success;
  };

const Found = z.object({ statusCode: z.literal(200) });
