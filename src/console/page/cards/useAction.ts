import { useState } from "preact/hooks";
import { sentenceOf } from "../api/sentence.ts";
import { loadSystem } from "./system.ts";

/** What became of something that the user started. */
export interface Action<T> {
  readonly isBusy: boolean;
  readonly value?: T;
  readonly failure?: string;
}

/** Does something when the user asks for it, one at a time, and remembers what became of it. */
export const useAction = <T, Input>(work: (input: Input) => Promise<T>) => {
  const [action, setAction] = useState<Action<T>>({ isBusy: false });
  const start = async (input: Input): Promise<void> => {
    if (action.isBusy) return;
    setAction({ isBusy: true });
    try {
      setAction({ isBusy: false, value: await work(input) });
    } catch (error) {
      setAction({ isBusy: false, failure: sentenceOf(error) });
    }
    await loadSystem();
  };
  return [action, start] as const;
};
