import { Problem, Sent } from "../api/answers.ts";
import type { Api } from "../api/client.ts";
import { refused } from "../api/problems.ts";
import type { Outgoing } from "./event.ts";

/** What became of one event. */
export type Outcome =
  | { readonly status: "created" | "duplicate"; readonly id: string }
  | { readonly status: "rejected"; readonly id?: string; readonly error: string };

const PATH = "/events";

/**
 * Sends one event. `key` identifies plain JSON, so that it is kept once, however often it is sent; a CloudEvent is identified by its
 * source and id. Throws a Failure if the log did not take a decision about the event.
 */
export const send = async (api: Api, { body, isCloudEvent }: Outgoing, key: string): Promise<Outcome> => {
  const headers = isCloudEvent
    ? { "content-type": "application/cloudevents+json" }
    : { "content-type": "application/json", "idempotency-key": key };
  const answer = await api.post({ path: PATH, headers, body });
  const json = parsed(answer.body);
  const sent = Sent.safeParse(json);
  if (sent.success && (answer.status === 200 || answer.status === 201))
    return { status: answer.status === 201 ? "created" : "duplicate", id: sent.data.id };
  const { url, isLocal, ahead } = api;
  const error = refused({ method: "POST", url, path: PATH, isLocal, ahead: ahead() }, answer.status, answer.body);
  if (![400, 413, 415, 422].includes(answer.status)) throw error;
  const id = Problem.safeParse(json).data?.instance?.split("/").at(-1);
  return { status: "rejected", error: error.message, ...(id !== undefined && { id }) };
};

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};
