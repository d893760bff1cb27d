import { json } from "../http/message.ts";
import { routesOf } from "../project/routes.ts";
import { routeKeyOf } from "../routing.ts";
import { shortNameOf } from "../schedules/scheduleNamed.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Local } from "./endpoints.ts";

/** `GET /_local`: what runs. */
export const description = ({ project, functions, services, url, faults, ...local }: Local): Endpoint => ({
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
      queues: services.queues.names.map((name) => ({ name, messages: services.queues.of(name)?.list().length })),
      schedules: local.schedules.map((schedule) => ({
        name: shortNameOf(schedule, local.schedules),
        expression: schedule.expression,
        function: schedule.functionId,
        next: local.nextOf(schedule.arn),
      })),
      buckets: local.buckets,
      s3: services.s3,
      faults: faults.list(),
    }),
});
