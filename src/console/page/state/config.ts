import { signal } from "@preact/signals";
import type { ConsoleConfig } from "../../server/config.ts";
import { ask } from "../api/ask.ts";

/** What the server of the page says of the log. `undefined` until it has answered. */
export const config = signal<ConsoleConfig | undefined>(undefined);

/** Asks the server for it. */
export const loadConfig = async (): Promise<void> => {
  config.value = (await ask("config.json")) as ConsoleConfig;
};
