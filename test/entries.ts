import { expect } from "vitest";
import type { Entry } from "../src/log/entry.ts";
import type { LambdaHandler } from "../src/middleware/lambda.ts";
import type { Report } from "../src/schemas/kit/report.ts";
import { bodyOf, deliver, request, type World } from "./world.ts";

/** Delivers events to an asynchronous function, and reads the entries in the order of the records. No record may be rejected. */
export const entriesBy =
  (handler: LambdaHandler<Report>, { logs }: Pick<World, "logs">) =>
  async (event: unknown): Promise<readonly Entry[]> => {
    const { ids } = await deliver(handler, event);
    return Promise.all(
      ids.map(async (id) => {
        const answer = await deliver(logs, request("GET", `/logs/${id}`));
        expect(answer.statusCode, id).toBe(200);
        return bodyOf(answer);
      }),
    );
  };

/** The hash in a log id. It identifies the event, whatever its time is. */
export const hashOf = ({ id }: Entry) => id.split(".").at(-1);
