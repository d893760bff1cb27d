import assert from "node:assert/strict";
import { ok } from "../ok.ts";
import { until } from "../until.ts";
import type { Api } from "./api.ts";
import type { Stack } from "./stack.ts";

/** Each firing of the schedule becomes an entry. In this stack it fires once a minute. */
export const firings = async (stack: Stack, api: Api): Promise<void> => {
  const firing = await until("firing of the schedule", async () => (await api.readAll("/logs?stream=schedule"))[0]);
  assert.equal(firing.type, "tributary.schedule.fired");
  assert.equal(firing.subject, stack.resources["ScheduleFunctionFire"]);
  const { text } = await api.ask("GET", "/logs/stats?stream=schedule");
  const { schedule, expression } = JSON.parse(text).firings;
  assert.deepEqual([schedule, expression], [firing.subject, "rate(1 minute)"]);
  ok(`schedule: it fired at ${firing.time}`);
};
