import { S3Error } from "./s3Error.ts";

/**
 * Throws an S3Error if a request is not for this server by its own address, or comes from the page of another origin: a web page that
 * somebody opens must not reach the files of this machine.
 */
export const guard = (headers: Readonly<Record<string, string | undefined>>, port: number): void => {
  const { host = "", origin, "sec-fetch-site": site = "none" } = headers;
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!hosts.includes(host.toLowerCase()))
    throw denied(
      `The local S3 does not answer to the host ${host}. Use the endpoint http://127.0.0.1:${port}, and path style (forcePathStyle).`,
    );
  if (origin !== undefined && !hosts.some((own) => origin.toLowerCase() === `http://${own}`))
    throw denied(`The local S3 does not answer to pages of ${origin}.`);
  if (!["none", "same-origin"].includes(site)) throw denied("The local S3 does not answer to pages of other sites.");
};

const denied = (message: string) => new S3Error(403, "AccessDenied", message);
