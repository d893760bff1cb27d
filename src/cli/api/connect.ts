import type { Context } from "../context.ts";
import { wrongUsage } from "../failure.ts";
import type { Connection } from "../flags/connection.ts";
import { type Patience, SHORT } from "./backoff.ts";
import type { Api, Endpoint } from "./client.ts";

const LOCAL = "http://127.0.0.1:3000";

/**
 * The API of the log that the flags name: at a URL; of a stack, by its outputs; or of the local stack. Requests to another machine
 * are signed. Throws a Failure.
 */
export const connect = async (context: Context, flags: Connection, patience: Patience = SHORT): Promise<Api> => {
  const [endpoint, { newApi }] = await Promise.all([endpointOf(context, flags), import("./client.ts")]);
  return newApi(context, endpoint, patience);
};

/** Where this API is, and how requests to it are signed. Throws a Failure. */
export const endpointOf = async (context: Context, flags: Connection): Promise<Endpoint> => {
  if (flags.stack !== undefined && flags.url === undefined) {
    const [{ awsFor }, { findStack }, { signer }] = await withAws();
    const aws = awsFor(context, flags);
    const { outputs, region } = await findStack(context, aws, flags.stack);
    return { url: outputs.ApiUrl, isLocal: false, sign: signer(aws, region), region };
  }
  const given = flags.url ?? context.env["TRIBUTARY_URL"];
  const url = urlOf(given === undefined || given === "" ? LOCAL : given);
  const isLocal = ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  const text = url.href.replace(/\/$/, "");
  if (isLocal && flags.region === undefined && flags.profile === undefined) return { url: text, isLocal };
  const own = regionIn(url.hostname);
  if (own !== undefined && flags.region !== undefined && flags.region !== own)
    throw wrongUsage(`${text} is in ${own}, but --region is ${flags.region}: give the right one, or none`);
  const region = own ?? flags.region ?? context.env["AWS_REGION"];
  if (region === undefined)
    throw wrongUsage(`The URL ${text} does not name a Region, so add --region to sign requests for it`);
  const [{ awsFor }, , { signer }] = await withAws();
  return { url: text, isLocal: false, sign: signer(awsFor(context, flags), region), region };
};

// The AWS SDK is loaded only when it is needed: it takes longer than all the rest.
const withAws = () => Promise.all([import("./aws.ts"), import("./stack.ts"), import("./sign.ts")]);

const urlOf = (text: string): URL => {
  const url = URL.parse(text);
  if (url === null || !["http:", "https:"].includes(url.protocol) || url.search !== "" || url.hash !== "")
    throw wrongUsage(`"${text}" is not the URL of an API: expected https://… or http://… without a query`);
  if (url.username !== "" || url.password !== "")
    throw wrongUsage("The URL of an API has no user name and no password: requests are signed with AWS credentials");
  return url;
};

/** The Region in the host name of API Gateway or of a Function URL. */
const regionIn = (hostname: string): string | undefined =>
  /\.(?:execute-api|lambda-url)\.([a-z0-9-]+)\./.exec(hostname)?.[1];
