import { signal } from "@preact/signals";
import { parseExact } from "../../../log/exactNumbers.ts";
import { answered, unreachable } from "./sentence.ts";
import { tokenHeaders } from "./token.ts";

const SLOW_MS = 4_000;

/** How many requests have waited for a long time. */
export const slow = signal(0);

/** Sends a request to the server of this page, and gives the JSON of its answer. Rejects with an Error that has one sentence for people. */
export const ask = async (path: string, init: RequestInit = {}): Promise<unknown> => {
  const headers = { accept: "application/json", ...tokenHeaders(), ...init.headers };
  let isSlow = false;
  const timer = setTimeout(() => {
    isSlow = true;
    slow.value += 1;
  }, SLOW_MS);
  try {
    const response = await fetch(path, { ...init, headers });
    const body = jsonIn(await response.text());
    if (!response.ok) throw answered(response.status, path, body);
    return body;
  } catch (error) {
    if (init.signal?.aborted || (error instanceof Error && "status" in error)) throw error;
    throw unreachable();
  } finally {
    clearTimeout(timer);
    if (isSlow) slow.value -= 1;
  }
};

const jsonIn = (text: string): unknown => {
  try {
    return parseExact(text);
  } catch {
    return undefined;
  }
};
