import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Aws } from "./aws.ts";
import { expired, noCredentials } from "./problems.ts";

/** A request before it is sent. */
interface Request {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Returns the headers of the request with its signature. Rejects with a Failure if there are no credentials, or if they have expired. */
export type Sign = (request: Request) => Promise<Record<string, string>>;

/** Signs requests to an HTTP API of this Region. */
export const signer = ({ credentials }: Aws, region: string): Sign => {
  const signature = new SignatureV4({
    service: "execute-api",
    region,
    credentials: async () => {
      const current = await credentials().catch((thrown: unknown) => {
        throw noCredentials(thrown);
      });
      if (current.expiration !== undefined && current.expiration.getTime() <= Date.now())
        throw expired(current.expiration);
      return current;
    },
    sha256: Hash.bind(null, "sha256"),
  });
  return async ({ method, url, headers, body }) => {
    const names = [...new Set(url.searchParams.keys())];
    const signed = await signature.sign({
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(names.map((name) => [name, url.searchParams.getAll(name)])),
      headers: { ...headers, host: url.host },
      ...(body !== undefined && { body }),
    });
    const { host: _, ...rest } = signed.headers; // fetch sets it
    return rest;
  };
};
