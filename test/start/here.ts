import { join } from "node:path";
import { expect, onTestFinished, vi } from "vitest";
import { optionsOf } from "../../src/local/options.ts";
import { reportOf } from "../../src/local/parity/report.ts";
import { startSystem } from "../../src/local/system.ts";

/** A local system in this process. It has a real port and real worker threads. */
export interface StartedHere {
  readonly url: string;
  /** The parity report, and then all that the system has said. */
  readonly text: () => string;
  /** Waits until it has said this. */
  readonly printed: (text: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Starts the local system of a project in this process: faster than a process of its own. It is stopped when the test ends. */
export const startHere = async (folder: string, ...args: readonly string[]): Promise<StartedHere> => {
  let said = "";
  const options = optionsOf(["--port", "0", "--template", join(folder, "template.yaml"), ...args]);
  const { url, findings, stop } = await startSystem(options, (sentence) => {
    said += `${sentence}\n`;
  });
  onTestFinished(stop);
  const text = () => `${reportOf(findings)}\n\n${said}`;
  return {
    url,
    text,
    stop,
    printed: async (expected) => {
      await vi.waitUntil(() => text().includes(expected), { timeout: 60_000 });
      expect(text()).toContain(expected);
    },
  };
};
