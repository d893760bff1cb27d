import { once } from "node:events";
import { consoleAssets } from "../../console/server/assets.ts";
import type { ConsoleConfig } from "../../console/server/config.ts";
import { listeningUnlessTaken } from "../../console/server/listening.ts";
import { newProxy } from "../../console/server/proxy.ts";
import { newSecret } from "../../console/server/token.ts";
import { printable } from "../../log/printable.ts";
import type { Endpoint } from "../api/client.ts";
import type { Context } from "../context.ts";
import { failure } from "../failure.ts";
import type { Connection } from "../flags/connection.ts";
import { askOf } from "./ask.ts";
import type { Opening } from "./flags.ts";
import { openBrowser } from "./openBrowser.ts";
import { shellWords } from "./shellWords.ts";
import { queryOf, type View } from "./view.ts";

/** Serves the console of a deployed log on this machine, until the command is interrupted. Throws a Failure if the port is taken. */
export const serveStack = async (
  context: Context,
  { url, sign, region }: Required<Pick<Endpoint, "url" | "sign" | "region">>,
  { stack, url: given, profile, port = 0, open }: Connection & Opening,
  view: View,
): Promise<void> => {
  const token = newSecret();
  // A copied address names the stack and its Region, so `tributary open` finds them.
  const ofStack: View = stack === undefined ? [] : Object.entries({ stack, region });
  const location = `/_console/${queryOf([...ofStack, ...view])}#token=${token}`;
  const entrance = { path: `/_console/open/${newSecret()}`, location };
  const config: ConsoleConfig = {
    mode: "stack",
    name: stack ?? new URL(url).host,
    region,
    command: "npx tributary",
    flags: shellWords({ url: stack === undefined ? url : given, stack, region, profile }),
    url,
  };
  const server = newProxy({
    ask: askOf(context, { url, sign }),
    config,
    files: await consoleAssets(),
    token,
    entrance,
  });
  const own = await listeningUnlessTaken(server, port);
  if (own === undefined) throw failure(`The port ${port} is taken: choose another one with --port, or give none`);
  try {
    await context.err.write(
      `${printable(stack === undefined ? url : `The stack ${stack}`)} in ${printable(region)}. Press Ctrl-C to stop.\n`,
    );
    await context.out.write(`${own}${location}\n`);
    await openBrowser(context, `${own}${entrance.path}`, { open });
    if (!context.signal.aborted) await once(context.signal, "abort");
  } finally {
    server.close();
    server.closeAllConnections();
  }
};
