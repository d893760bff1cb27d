import type { CallFunction } from "../functions/functions.ts";
import type { FunctionSettings } from "../project/functions.ts";
import type { Places } from "./destination.ts";

/** What becomes of a message that the function does not keep. */
export interface QueueSettings {
  /** How often a message is delivered. */
  readonly maxReceiveCount: number;
  readonly deadLetterArn?: string | undefined;
}

/** What a delivery needs. */
export interface Services extends Places {
  readonly call: CallFunction;
  /** The settings of the queue with this ARN. */
  readonly queueOf: (arn: string) => QueueSettings;
}

/** Delivers an event to a function. Returns what happened, as JSON. */
export type Deliver = (settings: FunctionSettings, event: unknown, services: Services) => Promise<object>;
