import { printable } from "../../log/printable.ts";
import type { Endpoint } from "../api/client.ts";
import { unreachable } from "../api/problems.ts";
import type { Context } from "../context.ts";
import { failure } from "../failure.ts";
import type { Connection } from "../flags/connection.ts";
import type { Opening } from "./flags.ts";
import { openBrowser } from "./openBrowser.ts";
import { queryOf, type View } from "./view.ts";

/**
 * Opens the console of a log with this query. The local stack serves its own. For a deployed log, this command serves it until it is
 * interrupted. Throws a Failure.
 */
export const openConsole = async (
  context: Context,
  endpoint: Endpoint,
  connection: Connection & Opening,
  view: View,
): Promise<void> => {
  const { url, sign, region } = endpoint;
  if (sign !== undefined && region !== undefined) {
    const { serveStack } = await import("./serveStack.ts");
    return serveStack(context, { url, sign, region }, connection, view);
  }
  await checkConsole(context, url);
  const address = `${url}/_console/${queryOf(view)}`;
  await context.out.write(`${printable(address)}\n`);
  await openBrowser(context, address, connection);
};

const checkConsole = async ({ fetch, signal }: Context, url: string): Promise<void> => {
  const path = "/_console/config.json";
  const answer = await fetch(`${url}${path}`, { signal }).catch((thrown: unknown) => {
    throw signal.aborted ? signal.reason : unreachable({ method: "GET", url, path, isLocal: true }, thrown);
  });
  await answer.body?.cancel();
  if (!answer.ok)
    throw failure(
      `${url} serves no console: start the local stack with npm start, or name a deployed one with --stack`,
    );
};
