import { buildApplication, buildRouteMap, ExitCode, text_en } from "@stricli/core";
import packageJson from "../../package.json" with { type: "json" };
import { errorText } from "../log/errorText.ts";
import { printable } from "../log/printable.ts";
import { completion } from "./commands/completion.ts";
import { consoling } from "./commands/console.ts";
import { doctor } from "./commands/doctor.ts";
import { exporting } from "./commands/export.ts";
import { get } from "./commands/get.ts";
import { history } from "./commands/history.ts";
import { init } from "./commands/init.ts";
import { invoke } from "./commands/invoke.ts";
import { logs } from "./commands/logs.ts";
import { missed } from "./commands/missed.ts";
import { opening } from "./commands/open.ts";
import { pull } from "./commands/pull.ts";
import { redrive } from "./commands/redrive.ts";
import { rejected } from "./commands/rejected.ts";
import { send } from "./commands/send.ts";
import { start } from "./commands/start.ts";
import { stats } from "./commands/stats.ts";
import { tail } from "./commands/tail.ts";
import { verify } from "./commands/verify.ts";
import type { Context } from "./context.ts";
import { exitCodeOf } from "./failure.ts";

const message = (thrown: unknown): string => {
  const text = errorText(thrown);
  const [, missing] = /^Cannot find package '([^']+)'/.exec(text) ?? [];
  return `tributary: ${missing === undefined ? printable(text) : `This needs the package ${missing}: npm install --save-dev ${missing}`}`;
};

const routes = buildRouteMap<string, Context>({
  routes: {
    init,
    start,
    console: consoling,
    open: opening,
    logs,
    get,
    history,
    rejected,
    stats,
    missed,
    tail,
    send,
    invoke,
    redrive,
    export: exporting,
    verify,
    pull,
    doctor,
    completion,
  },
  docs: {
    brief: "Reads and feeds a log of Tributary",
    fullDescription: `Reads and feeds a log of Tributary.

Without --stack, --url and TRIBUTARY_URL, every command uses the local stack (npm start). On a terminal, a command prints a table.
In a pipe, or with --json, it prints one JSON object a line. Only data goes to stdout.

Exit codes: 0 done, also if nothing was found; 1 failed; 2 wrong usage; 130 interrupted.`,
  },
});

/** The whole command line: the commands, and the texts of its errors. */
export const application = buildApplication(routes, {
  name: "tributary",
  versionInfo: { currentVersion: packageJson.version },
  scanner: { caseStyle: "allow-kebab-for-camel", allowArgumentEscapeSequence: true },
  documentation: { onlyRequiredInUsageLine: true },
  determineExitCode: exitCodeOf,
  localization: {
    text: {
      ...text_en,
      noCommandRegisteredForInput: ({ input, corrections }) =>
        `tributary: There is no command ${printable(input)}. ${corrections.length > 0 ? `Did you mean ${corrections.join(" or ")}?` : "See tributary --help"}`,
      exceptionWhileParsingArguments(thrown, ansiColor) {
        const text = printable(text_en.exceptionWhileParsingArguments.call(this, thrown, ansiColor));
        return `tributary: ${text.endsWith("?") ? text : `${text}.`} See --help`;
      },
      exceptionWhileRunningCommand: message,
      commandErrorResult: message,
      exceptionWhileLoadingCommandFunction: message,
    },
  },
});

/** The exit code of a shell for a code of the library: everything that is wrong in the arguments is 2. */
export const shellCode = (code: number): number => {
  if (code === ExitCode.UnknownCommand || code === ExitCode.InvalidArgument) return 2;
  return code < 0 ? 1 : code;
};
