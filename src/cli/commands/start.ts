import { buildCommand } from "@stricli/core";
import { type Context, unread } from "../context.ts";
import { text } from "../flags/text.ts";

const optionalText = { kind: "parsed", parse: text, optional: true } as const;
const optionalSwitch = { kind: "boolean", optional: true, withNegated: false } as const;

interface Flags {
  readonly port?: string;
  readonly template?: string;
  readonly memory?: boolean;
  readonly reset?: boolean;
  readonly endpoint?: string;
  readonly parameter?: readonly string[];
  readonly strict?: boolean;
  readonly watch?: boolean;
}

export const start = buildCommand<Flags, [], Context>({
  parameters: {
    flags: {
      port: { ...optionalText, placeholder: "n", brief: "The port of the HTTP API (3000); 0 chooses a free one" },
      template: { ...optionalText, placeholder: "file", brief: "The SAM template (template.yaml)" },
      memory: { ...optionalSwitch, brief: "Keep nothing on disk" },
      reset: { ...optionalSwitch, brief: "Delete what is on disk, and start anew" },
      endpoint: { ...optionalText, placeholder: "url", brief: "Another DynamoDB, for example DynamoDB Local" },
      parameter: {
        kind: "parsed",
        parse: text,
        optional: true,
        variadic: true,
        placeholder: "name=value",
        brief: "The value of a parameter of the template; repeat it for several",
      },
      strict: { ...optionalSwitch, brief: "Fail if something in the template is ignored" },
      watch: { ...optionalSwitch, brief: "Reload the functions when their code changes" },
    },
  },
  docs: {
    brief: "Run a SAM project on this machine",
    fullDescription: `Runs the functions, routes, schedules, buckets and the table of a SAM template in one process, without AWS and without Docker.
It needs the packages classic-level, dynalite and esbuild in the project.

EXAMPLES
  tributary start
  tributary start --watch --port 4000`,
  },
  async func(flags) {
    const { start } = await import("../../local/start.ts");
    // The local stack has signals of its own, and ends itself.
    this.signal.addEventListener("abort", () => this.signal.reason === unread && process.kill(process.pid, "SIGTERM"));
    await start(Object.entries(flags).flatMap(([name, value]) => argumentsOf(name, value)));
  },
});

const argumentsOf = (name: string, value: string | boolean | readonly string[] | undefined): readonly string[] => {
  if (value === undefined || value === false) return [];
  if (value === true) return [`--${name}`];
  return [value].flat().flatMap((one) => [`--${name}`, one]);
};
