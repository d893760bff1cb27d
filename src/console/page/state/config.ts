import { signal } from "@preact/signals";
import type { ConsoleConfig } from "../../server/config.ts";
import { ask } from "../api/ask.ts";

/** What the server of the page says of the log. `undefined` until it has answered. */
export const config = signal<ConsoleConfig | undefined>(undefined);

/** The declared streams, in their order. It is empty until the API has answered. */
export const streams = signal<readonly string[]>([]);

/** Asks the server for both. A failure is not shown: each view says what it cannot read. */
export const loadConfig = async (): Promise<void> => {
  const [own, document] = await Promise.allSettled([ask("config.json"), ask("/openapi.json")]);
  if (own.status === "fulfilled") config.value = own.value as ConsoleConfig;
  if (document.status === "fulfilled") streams.value = (document.value as Document).components.schemas.Stream.enum;
  if (config.value !== undefined) window.document.title = `${config.value.name} · Tributary`;
};

interface Document {
  readonly components: { readonly schemas: { readonly Stream: { readonly enum: readonly string[] } } };
}
