import type { Endpoint } from "../api/client.ts";
import type { Context } from "../context.ts";
import type { Connection } from "../flags/connection.ts";
import { printable } from "../../log/printable.ts";
import type { Opening } from "./flags.ts";
import { openBrowser } from "./openBrowser.ts";

/**
 * Opens the console of a log with this query. The local stack serves its own. For a deployed log, this command serves it until it is
 * interrupted. Throws a Failure.
 */
export const openConsole = async (
  context: Context,
  endpoint: Endpoint,
  connection: Connection & Opening,
  view: Readonly<Record<string, string>>,
): Promise<void> => {
  const { url, sign, region } = endpoint;
  if (sign !== undefined && region !== undefined) {
    const { serveStack } = await import("./serveStack.ts");
    return serveStack(context, { url, sign, region }, connection, view);
  }
  const { newApi } = await import("../api/client.ts");
  const { SHORT } = await import("../api/backoff.ts");
  await newApi(context, endpoint, SHORT).version(); // says what to do if nothing runs there
  const query = new URLSearchParams(view).toString();
  const address = `${url}/_console/${query === "" ? "" : `?${query}`}`;
  await context.out.write(`${printable(address)}\n`);
  await openBrowser(context, address, connection);
};
