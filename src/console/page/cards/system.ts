import { signal } from "@preact/signals";
import { ask } from "../api/ask.ts";
import { sentenceOf } from "../api/sentence.ts";

/** What runs locally. */
export interface System {
  readonly functions: readonly { readonly id: string; readonly events: readonly { readonly type: string }[] }[];
  readonly routes: readonly { readonly route: string; readonly function: string }[];
  readonly queues: readonly { readonly name: string; readonly messages: number }[];
  readonly schedules: readonly { readonly name: string; readonly expression: string; readonly next?: string }[];
  readonly buckets: readonly string[];
}

export const system = signal<System | undefined>(undefined);
export const systemFailure = signal<string | undefined>(undefined);

/** Asks the local system what runs. */
export const loadSystem = async (): Promise<void> => {
  try {
    system.value = (await ask("/_local")) as System;
    systemFailure.value = undefined;
  } catch (error) {
    systemFailure.value = sentenceOf(error);
  }
};
