import { fixture } from "../../src/local/fixture.ts";
import type { Kind } from "./events.ts";

/** The event of the folder events/ from which the events of a kind are made. */
export const sampleOf = (kind: Kind): unknown => fixture(SAMPLES[kind]);

const SAMPLES: Readonly<Record<Kind, string>> = {
  s3: "s3-put",
  http: "http-json",
  schedule: "schedule-scheduler",
  logs: "logs-list",
};
