import { setTimeout } from "node:timers/promises";

/** Asks again and again until there is an answer, for at most a minute and a half. */
export const until = async <T>(what: string, ask: () => Promise<T | undefined>): Promise<T> => {
  for (const end = Date.now() + 90_000; Date.now() < end; await setTimeout(500)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
  }
  throw new Error(`There was no ${what}`);
};
