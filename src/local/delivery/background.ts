import { randomUUID } from "node:crypto";
import * as z from "zod";
import { errorText } from "../../log/errorText.ts";
import type { FunctionSettings } from "../project/functions.ts";
import { openMessages } from "../state/messages.ts";
import { deliverAsynchronously } from "./asynchronous.ts";
import type { Destination } from "./destination.ts";
import type { Services } from "./services.ts";

/** An asynchronous event that Lambda has accepted. */
const Accepted = z.object({
  /** The request id. */
  id: z.string(),
  functionId: z.string(),
  payload: z.string(),
  clientContext: z.unknown().optional(),
});

/** Accepts asynchronous events, and delivers them one beside the other. */
export interface Background {
  /** Accepts an event for a function. Returns its request id at once. */
  readonly accept: (
    functionId: string,
    event: { readonly payload: string; readonly clientContext?: unknown },
  ) => string;
  /** The accepted events that are not delivered yet, as JSON. */
  readonly pending: () => readonly string[];
}

interface Options {
  readonly functions: readonly FunctionSettings[];
  readonly services: Services;
  /** The folder of the accepted events. */
  readonly folder: string;
  /** Gets a sentence about each event that its function did not keep. */
  readonly tell: (sentence: string) => void;
  /** Whether the system is being stopped. Then a delivery that fails is tried again at the next start. */
  readonly isStopping: () => boolean;
}

/** Delivers accepted events. They are kept until then, so a restart delivers what the last process had accepted. */
export const deliverInBackground = ({ functions, services, folder, tell, isStopping }: Options): Background => {
  const accepted = openMessages(folder, Accepted);

  const run = async ({ id, functionId, ...event }: z.infer<typeof Accepted>): Promise<void> => {
    const settings = functions.find((one) => one.id === functionId);
    if (settings === undefined) {
      tell(`The template has no ${functionId} any more, so an event that it had accepted is dropped`);
      return accepted.remove(id);
    }
    const { failure } = await deliverAsynchronously(settings, { ...event, requestId: id }, services);
    if (failure !== undefined && isStopping()) return;
    accepted.remove(id);
    if (failure !== undefined) tell(`${functionId} could not keep an event. ${whereIs(failure)}`);
  };

  const start = (message: z.infer<typeof Accepted>): void => {
    run(message).catch((error: unknown) => {
      if (!isStopping()) tell(`An event for ${message.functionId} could not be delivered: ${errorText(error)}`);
    });
  };

  for (const message of accepted.list()) start(message);
  return {
    accept: (functionId, event) => {
      const message = { id: randomUUID(), functionId, ...event };
      accepted.add(message);
      start(message);
      return message.id;
    },
    pending: () => accepted.list().map(({ payload }) => payload),
  };
};

const whereIs = (failure: Destination): string => {
  if ("lost" in failure) return failure.lost;
  return "queue" in failure
    ? `It is in the queue ${failure.queue}`
    : `It is ${failure.key} in the bucket ${failure.bucket}`;
};
