/** What the check reads of a request. Without a method, no link may lead here. */
interface Request {
  readonly method?: string | undefined;
  readonly headers: Readonly<
    Partial<Record<"host" | "origin" | "sec-fetch-mode" | "sec-fetch-site", string | readonly string[] | undefined>>
  >;
}

/**
 * Why a request to a server of this machine is refused, or `undefined`. Any page in a browser can send requests to this machine. So the
 * host must be a loopback name, and the page that sends a request must come from this server itself. The check of the host also stops DNS
 * rebinding. With a `port`, the host must have this port, too.
 */
export const refusalOf = ({ method, headers }: Request, port?: number): string | undefined => {
  const { host = "", origin } = headers;
  const [isLoopback, own = "80"] = LOOPBACK.exec(String(host)) ?? [];
  if (isLoopback === undefined || (port !== undefined && Number(own) !== port))
    return `The host "${host}" is not this server. Use http://127.0.0.1${port === undefined ? "" : `:${port}`}`;
  if (origin !== undefined && origin !== `http://${host}`)
    return `A page of ${origin} must not send requests to this server`;
  // A link may lead here: the page with the link does not see the answer.
  const isLink = method === "GET" && headers["sec-fetch-mode"] === "navigate";
  if (!isLink && ["cross-site", "same-site"].includes(String(headers["sec-fetch-site"])))
    return "A page of another site must not send requests to this server";
  return undefined;
};

const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::(\d+))?$/i;
