import { printable } from "../../log/printable.ts";
import { endpointOf } from "../api/connect.ts";
import type { Context } from "../context.ts";
import { failure } from "../failure.ts";
import type { Connection } from "../flags/connection.ts";
import type { Wanted } from "./link.ts";

/**
 * The log to open: what the user's flags say, and else what the link names. If the link names an API that the flags do not name, the
 * user must agree, because a signed request tells the API who the user is, and the page shows what the API answers. Throws a Failure.
 */
export const trusted = async (
  context: Context,
  given: Connection,
  { stack, region, api }: Pick<Wanted, "stack" | "region" | "api">,
): Promise<Connection> => {
  if (given.url !== undefined) return given;
  if (api !== undefined) return trustedApi(context, given, api);
  if (stack === undefined || (given.stack ?? stack) !== stack) return given;
  return { ...given, stack, ...(given.region === undefined && region !== undefined && { region }) };
};

const trustedApi = async (context: Context, given: Connection, api: string): Promise<Connection> => {
  if (given.stack !== undefined) {
    const { url } = await endpointOf(context, given);
    if (url === api) return given;
    throw failure(`The link is of ${api}, but the API of the stack ${given.stack} is ${url}: name the right --stack`);
  }
  if (context.env["TRIBUTARY_URL"]?.replace(/\/$/, "") !== api) {
    const question = `The link names the API ${printable(api)}. Sign requests to it with your credentials? [y/N] `;
    if (!context.input.isTerminal) throw failure(`The link names the API ${api}: if you trust it, add --url ${api}`);
    if (!/^y(es)?$/i.test((await context.ask(question)).trim())) throw failure("Nothing was opened");
  }
  return { ...given, url: api };
};
