import { json } from "../http/message.ts";
import { routesOf } from "../project/routes.ts";
import { routeKeyOf } from "../routing.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Local } from "./endpoints.ts";

/** `GET /_local`: what runs. */
export const description = ({ project, functions, services: { queues }, url, faults }: Local): Endpoint => ({
  method: "GET",
  path: "/_local",
  answer: () =>
    json(200, {
      url,
      template: project.file,
      functions: project.functions.map(({ id, name, arn, timeoutMs, events }) => ({
        id,
        name,
        arn,
        timeoutMs,
        copies: functions.copies(id),
        events: events.map(({ id, type }) => ({ id, type })),
      })),
      routes: routesOf(project).map((route) => ({ route: routeKeyOf(route), function: route.functionId })),
      queues: queues.names.map((name) => ({ name, messages: queues.of(name)?.list().length })),
      faults: faults.list(),
    }),
});
