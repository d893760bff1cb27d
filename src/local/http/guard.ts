import type { IncomingMessage } from "node:http";

/**
 * Why a request is refused, or `undefined`. Any page in a browser can send requests to this machine. So the host must be a loopback name,
 * and the page that sends a request must come from this server itself. The check of the host also stops DNS rebinding.
 */
export const refusalOf = ({ method, headers }: Pick<IncomingMessage, "method" | "headers">): string | undefined => {
  const { host = "", origin } = headers;
  if (!isLoopback(host)) return `The host "${host}" is not this machine. Use http://127.0.0.1`;
  if (origin !== undefined && origin !== `http://${host}`)
    return `A page of ${origin} must not send requests to the local system`;
  // A link may lead here: the page with the link does not see the answer.
  const isLink = method === "GET" && headers["sec-fetch-mode"] === "navigate";
  if (!isLink && ["cross-site", "same-site"].includes(String(headers["sec-fetch-site"])))
    return "A page of another site must not send requests to the local system";
  return undefined;
};

const isLoopback = (host: string): boolean => /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host);
