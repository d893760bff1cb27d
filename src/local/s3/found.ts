import type { ObjectCall } from "./call.ts";
import { S3Error } from "./s3Error.ts";
import type { ObjectMeta } from "./store/objectMeta.ts";

/** Throws S3's NoSuchVersion if a request names a version that is not the newest one, because no other is kept. */
export const checkVersion = (wanted: string | undefined, current: ObjectMeta | undefined): void => {
  if (wanted === undefined || current === undefined || wanted === (current.versionId ?? "null")) return;
  throw new S3Error(404, "NoSuchVersion", "The local S3 keeps only the newest version of an object.");
};

/** Opens the object of a request. Whoever gets the file closes it. Throws S3's NoSuchKey. */
export const openFound = async ({ bucket, key, query }: Pick<ObjectCall, "bucket" | "key" | "query">) => {
  const found = await bucket.open(key);
  if (found === undefined) throw noSuchKey();
  try {
    checkVersion(query.get("versionId"), found.meta);
    return found;
  } catch (error) {
    await found.file.close();
    throw error;
  }
};

export const noSuchKey = () => new S3Error(404, "NoSuchKey", "The specified key does not exist.");
