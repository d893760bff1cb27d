import type { ObjectCall } from "../call.ts";
import { isUnmodified, preconditionFailed } from "../conditions.ts";
import { openFound } from "../found.ts";
import { decodedPart } from "../requestUrl.ts";
import { S3Error } from "../s3Error.ts";

/** Opens the object that `x-amz-copy-source` names, and checks its conditions. Whoever gets the file closes it. Throws an S3Error. */
export const openCopySource = async ({ buckets, headers }: ObjectCall) => {
  const [path = "", version] = (headers["x-amz-copy-source"] ?? "").split("?versionId=");
  const [, bucketName, key] = /^\/?([^/]+)\/(.+)$/s.exec(decodedPart(path)) ?? [];
  if (bucketName === undefined || key === undefined)
    throw new S3Error(
      400,
      "InvalidArgument",
      "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
    );
  const bucket = buckets.get(bucketName);
  if (bucket === undefined) throw new S3Error(404, "NoSuchBucket", "The specified bucket does not exist");
  const query = new Map(version === undefined ? [] : [["versionId", version]]);
  const source = await openFound({ bucket, key, query });
  try {
    if (isUnmodified(headers, source.meta, "x-amz-copy-source-")) throw preconditionFailed();
    return { ...source, bucket };
  } catch (error) {
    await source.file.close();
    throw error;
  }
};
