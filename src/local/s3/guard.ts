import { refusalOf } from "../../console/server/guard.ts";
import { S3Error } from "./s3Error.ts";

/**
 * Throws an S3Error if a request is not for this server by its own address, or comes from the page of another origin: a web page that
 * somebody opens must not reach the files of this machine, not even by a link.
 */
export const guard = (headers: Readonly<Record<string, string | undefined>>, port: number): void => {
  const refusal = refusalOf({ headers }, port);
  if (refusal !== undefined)
    throw new S3Error(403, "AccessDenied", `${refusal}. A client of S3 needs path style, too (forcePathStyle).`);
};
