import * as z from "zod";

const Texts = z.record(z.string(), z.string());

/** What is kept of an object beside its bytes. */
export const ObjectMeta = z.object({
  key: z.string(),
  /** Whether the bytes are in the folder `.s3`, because the key cannot be the path of a file. */
  isHidden: z.boolean(),
  /** In bytes. */
  size: z.int(),
  /** The modification time of the file, in ns since 1970. With the size it tells whether a person has changed the file. */
  mtimeNs: z.string(),
  /** Without quotes: the MD5 in hex, or `<md5>-<parts>` of a multipart upload. */
  etag: z.string(),
  /** When the object was created, in ms since 1970. */
  lastModified: z.int(),
  /** The headers that S3 stores with the object and sends with it, such as content-type. */
  headers: Texts,
  /** The client's own metadata, without `x-amz-meta-`. */
  metadata: Texts,
  tags: Texts,
  /** In base64, by the name of the algorithm as in `x-amz-checksum-<name>`. */
  checksums: Texts,
  checksumType: z.enum(["FULL_OBJECT", "COMPOSITE"]),
  sequencer: z.string(),
  /** The id of the last change: of the bytes, or only of the tags. */
  changeId: z.string(),
  /** Only in a versioned bucket. */
  versionId: z.string().optional(),
});
export type ObjectMeta = Readonly<z.infer<typeof ObjectMeta>>;

/** What a client gives of an object; the bucket adds the rest. */
export type Given = Pick<ObjectMeta, "size" | "etag" | "headers" | "metadata" | "tags" | "checksums" | "checksumType">;
