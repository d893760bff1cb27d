import { json, message } from "../http/message.ts";
import { S3Error } from "../s3/s3Error.ts";
import type { Receiver } from "./endpoint.ts";
import type { Local } from "./endpoints.ts";

/**
 * `PUT /_local/buckets/<bucket>/objects/<key>`: makes an object of the body, as an S3 client does, so that its notification follows. The
 * key is percent-encoded, its slashes too. For a page, which can reach this server, but not the local S3.
 */
export const putObject = (local: Pick<Local, "putObject">): Receiver => ({
  method: "PUT",
  path: "/_local/buckets/{bucket}/objects/{key}",
  receive: async ({ parameters: { bucket = "", key = "" }, headers }, request) => {
    try {
      await local.putObject(request, bucket, key);
    } catch (error) {
      request.resume(); // the rest of a body that is refused
      if (!(error instanceof S3Error)) throw error;
      return message(error.status, error.message);
    }
    return json(200, { bucket, key, bytes: Number(headers["content-length"]) });
  },
});
