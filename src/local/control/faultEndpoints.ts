import * as z from "zod";
import { faultNames, kinds } from "../faults/kinds.ts";
import { outcomes } from "../faults/outcome.ts";
import { json } from "../http/message.ts";
import { routesOf } from "../project/routes.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Local } from "./endpoints.ts";
import { failedEvents } from "./failureIn.ts";
import { functionNamed } from "./functionNamed.ts";
import { isInLog } from "./isInLog.ts";
import { jsonBody } from "./jsonBody.ts";

const PATH = "/_local/faults";

/**
 * `/_local/faults`: plans a fault for the next calls of a function, and removes what is planned. It answers with what is planned, how
 * many calls each fault has disturbed since the start, and what became of the last 100 events.
 */
export const faultEndpoints = ({ project, faults, functions, services, background }: Local): readonly Endpoint[] => {
  const outcome = outcomes({
    ledger: faults.ledger,
    isThere: isInLog(routesOf(project), functions.call),
    waiting: () => [...background.pending(), ...failedEvents(services.queues)],
    now: Date.now,
  });
  const planned = async () =>
    json(200, { planned: faults.list(), disturbed: faults.ledger.counts(), outcome: await outcome(), faults: texts });
  return [
    { method: "GET", path: PATH, answer: planned },
    {
      method: "POST",
      path: PATH,
      answer: (request) => {
        const { function: name, ...fault } = jsonBody(request, Fault);
        faults.add({ ...fault, function: functionNamed(project, name).id });
        return planned();
      },
    },
    {
      method: "DELETE",
      path: PATH,
      answer: () => {
        faults.clear();
        return planned();
      },
    },
  ];
};

const texts = Object.fromEntries(Object.entries(kinds).map(([name, { text }]) => [name, text]));

const Fault = z.strictObject({
  function: z.string(),
  fault: z.enum(faultNames),
  count: z.int().min(1).max(1_000_000).default(1),
  ms: z.int().min(0).max(900_000).optional(),
});
