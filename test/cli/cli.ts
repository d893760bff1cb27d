import { setImmediate as turn } from "node:timers/promises";
import type { Context } from "../../src/cli/context.ts";
import { run } from "../../src/cli/run.ts";
import { deliver, request, type World } from "../world.ts";

/** What a test may choose of the world of a command. */
export interface Settings {
  readonly fetch?: typeof fetch;
  readonly now?: () => number;
  readonly pause?: (ms: number) => Promise<void>;
  readonly input?: string;
  /** The width of the terminal; without it, the output is a pipe. */
  readonly width?: number | undefined;
  readonly hasColor?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** Opens a browser; without it, there is none. */
  readonly browse?: (address: string) => Promise<void>;
  /** What a person answers; without it, nobody can be asked. */
  readonly answer?: string;
}

/** Runs the whole command line in this process. Resolves with what it wrote and with its exit code. */
export const cli = async (args: readonly string[], settings: Settings = {}) => {
  const written = { out: "", err: "" };
  const { width, hasColor = false, signal = new AbortController().signal } = settings;
  const output = (name: keyof typeof written): Context["out"] => ({
    write: async (text) => {
      written[name] += text;
    },
    isTerminal: width !== undefined,
    width: width ?? 80,
    hasColor,
  });
  const input = (async function* () {
    yield Buffer.from(settings.input ?? "");
  })();
  const code = await run(args, {
    out: output("out"),
    err: output("err"),
    input: Object.assign(input, { isTerminal: settings.answer !== undefined }),
    env: settings.env ?? {},
    now: settings.now ?? Date.now,
    random: () => 1,
    fetch: settings.fetch ?? fetch,
    signal,
    goOnUnread: () => {},
    pause: async (ms) => {
      await settings.pause?.(ms);
      await turn();
      signal.throwIfAborted();
    },
    browse: settings.browse ?? (() => Promise.reject(new Error("There is no browser"))),
    ask: async (question) => {
      written.err += question;
      return settings.answer ?? "";
    },
  });
  return { code, ...written };
};

/** The functions of a world as an HTTP API. */
export const fetchOf =
  ({ logs, http }: Pick<World, "logs" | "http">): typeof fetch =>
  async (input, { method = "GET", headers = {}, body } = {}) => {
    const { pathname, search } = new URL(String(input));
    const given = Object.fromEntries(new Headers(headers));
    const event = request(method, `${pathname}${search}`, given, typeof body === "string" ? body : undefined);
    const answer = await deliver(pathname === "/events" ? http : logs, event);
    return new Response(answer.body ?? "", { status: answer.statusCode, headers: answer.headers ?? {} });
  };

/** Sends plain JSON to the log; the event gets this time. */
export const post = (world: World, body: string, time: number) => {
  const event = request("POST", "/events", { "content-type": "application/json" }, body);
  return deliver(world.http, { ...event, requestContext: { ...event.requestContext, timeEpoch: time } });
};

/** The objects of an output that has one JSON object a line. */
export const objectsIn = (out: string) =>
  out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
