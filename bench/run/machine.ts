import { availableParallelism, cpus, loadavg, release, totalmem, type } from "node:os";
import type { Run } from "./results.ts";

/** What this machine is, and how busy. */
export const machine = (): Run["machine"] => ({
  cpu: cpus()[0]?.model ?? "unknown",
  cores: availableParallelism(),
  memoryGb: Math.round(totalmem() / 2 ** 30),
  system: `${type()} ${release()}`,
  node: process.version,
  load: Number((loadavg()[0] ?? 0).toFixed(1)),
});
