import { parseExact } from "../../../log/exactNumbers.ts";
import { sentenceOf, unreachable } from "./sentence.ts";
import { tokenHeaders } from "./token.ts";

/** Sends a request to the server of this page, and gives the JSON of its answer. Rejects with an Error that has one sentence for people. */
export const ask = async (path: string, init: RequestInit = {}): Promise<unknown> => {
  const headers = { accept: "application/json", ...tokenHeaders(), ...init.headers };
  const response = await fetch(path, { ...init, headers }).catch((error: unknown) => {
    if (init.signal?.aborted) throw error;
    throw unreachable();
  });
  const body = jsonIn(await response.text());
  if (!response.ok) throw sentenceOf(response.status, body);
  return body;
};

/** Reads the log. `target` is a path of the API, such as `/logs?stream=s3`. */
export const askLog = (target: string, signal?: AbortSignal): Promise<unknown> => ask(target, signal ? { signal } : {});

const jsonIn = (text: string): unknown => {
  try {
    return parseExact(text);
  } catch {
    return undefined;
  }
};
