import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../userError.ts";

/** The name of the folder beside the buckets where everything is that is not an object's plain file. No bucket can have this name. */
export const STATE = ".s3";

/** Where the files of a bucket are. All are in one folder, so that a file can be moved by a rename. */
export interface Folders {
  /** The plain files. */
  readonly plain: string;
  /** The {@link ObjectMeta} of each object. */
  readonly meta: string;
  /** The bytes of objects whose key is no path. */
  readonly hidden: string;
  /** Bytes that are being received. */
  readonly staged: string;
  /** Changes that are not yet done and told. */
  readonly pending: string;
  /** Multipart uploads, a folder each. */
  readonly uploads: string;
}

/** Makes the folders of a bucket. `root` is the folder of all buckets. Throws a `UserError` if S3 does not allow the name. */
export const foldersOf = async (root: string, bucket: string): Promise<Folders> => {
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket))
    throw new UserError(
      `"${bucket}" is no name of a bucket: it must have 3 to 63 letters in lower case, digits, dots and hyphens. The name of the stack is that of package.json, or of the folder of the template.`,
    );
  const state = join(root, STATE, bucket);
  const folders = {
    plain: join(root, bucket),
    meta: join(state, "meta"),
    hidden: join(state, "hidden"),
    staged: join(state, "staged"),
    pending: join(state, "pending"),
    uploads: join(state, "uploads"),
  };
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true });
  return folders;
};

export const metaPath = ({ meta }: Folders, key: string): string => join(meta, `${hashOf(key)}.json`);

export const dataPath = ({ plain, hidden }: Folders, key: string, isHidden: boolean): string =>
  isHidden ? join(hidden, hashOf(key)) : join(plain, ...key.split("/"));

const hashOf = (key: string): string => createHash("sha256").update(key).digest("hex");
