import { deliver } from "../delivery/deliver.ts";
import { json } from "../http/message.ts";
import { scheduledInput } from "../schedules/scheduledInput.ts";
import { scheduleNamed } from "../schedules/scheduleNamed.ts";
import { UserError } from "../userError.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Local } from "./endpoints.ts";
import { functionNamed } from "./functionNamed.ts";

/**
 * `POST /_local/schedules/<name>?time=<ISO 8601>`: fires a schedule, as if it were due at this time, and answers what happened. The name
 * can be `group/name`.
 */
export const fireSchedule = ({ project, schedules, services }: Local): Endpoint => ({
  method: "POST",
  path: "/_local/schedules/{schedule+}",
  answer: async ({ parameters, query }) => {
    const schedule = scheduleNamed(schedules, parameters["schedule"] ?? "");
    const time = query.get("time");
    const due = time === null ? new Date() : new Date(time);
    if (Number.isNaN(due.getTime())) throw new UserError(`${time} is no time, as in 2026-03-01T10:00:00Z`);
    const settings = functionNamed(project, schedule.functionId);
    return json(200, await deliver(settings, scheduledInput(schedule, due), services));
  },
});
