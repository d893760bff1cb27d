import { wrongUsage } from "../failure.ts";
import type { View } from "./view.ts";

/** What somebody wants to see in the console. */
export interface Wanted {
  readonly entry?: string;
  /** A stack that a link names, and its Region. */
  readonly stack?: string;
  readonly region?: string;
  /** The URL of an API that a link names. It can be anybody's. */
  readonly api?: string;
  /** What else the page shows. */
  readonly view: View;
}

/**
 * Reads an id, the address of a console that somebody has copied, or the URL of an entry at its API. A link is not trusted: it names no
 * profile and no host but one of API Gateway, and the port of somebody else's console means nothing here. Throws a Failure.
 */
export const wantedIn = (text: string): Wanted => {
  if (ID.test(text)) return { entry: text, view: [] };
  const url = URL.parse(text);
  if (url === null || !["http:", "https:"].includes(url.protocol))
    throw wrongUsage(`"${text}" is neither the id of an entry nor a URL`);
  if (url.username !== "" || url.password !== "")
    throw wrongUsage("A link with a user name or a password is not opened");
  return LOOPBACK.includes(url.hostname) ? ofConsole(url) : ofApi(url);
};

/** The form of an id: stream, shard, time and hash. */
const ID = /^[a-z0-9]{1,50}\.\d{1,4}\.-?[0-9a-z]{1,10}\.[\w-]{20}$/;
const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];
const STACK = /^[A-Za-z][A-Za-z0-9-]{0,127}$/;
const REGION = /^[a-z]{2,4}(-[a-z]+){1,3}-\d{1,2}$/; // it becomes a part of a host name
const GATEWAY = /^[a-z0-9]{1,64}\.execute-api\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/;

const ofConsole = ({ pathname, searchParams }: URL): Wanted => {
  const { stack, region, entry } = Object.fromEntries(searchParams);
  const view = [...searchParams].filter(([name]) => !["stack", "region", "entry"].includes(name));
  if (!/^\/_console\/?$/.test(pathname)) return { entry: entryIn(pathname), view: [] };
  if (stack !== undefined && !STACK.test(stack)) throw wrongUsage(`"${stack}" in the link is no name of a stack`);
  if (region !== undefined && !REGION.test(region)) throw wrongUsage(`"${region}" in the link is no AWS Region`);
  return {
    view,
    ...(entry !== undefined && { entry }),
    ...(stack !== undefined && { stack, ...(region !== undefined && { region }) }),
  };
};

const ofApi = ({ protocol, host, pathname }: URL): Wanted => {
  if (protocol !== "https:" || !GATEWAY.test(host))
    throw wrongUsage(
      `${protocol}//${host} is no API Gateway of AWS, and no request is signed for it: if you trust it, give the id of the entry and --url`,
    );
  const base = pathname.replace(AT_ENTRY, "");
  return { entry: entryIn(pathname), api: `${protocol}//${host}${base}`, view: [] };
};

const AT_ENTRY = /\/(?:logs|rejected)\/([^/]+)$/;

const entryIn = (pathname: string): string => {
  const [, id = ""] = AT_ENTRY.exec(pathname) ?? [];
  if (ID.test(id)) return id;
  throw wrongUsage(`The link names no entry: expected …/logs/<id>, …/rejected/<id>, or the address of a console`);
};
