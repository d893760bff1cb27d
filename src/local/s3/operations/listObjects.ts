import { isoOf } from "../../../log/time.ts";
import type { Answer, BucketCall } from "../call.ts";
import { listingOf } from "../listing.ts";
import { S3Error } from "../s3Error.ts";
import type { Bucket } from "../store/bucket.ts";
import { urlEncoded } from "../urlEncoded.ts";
import { document, element, type Xml } from "../xml.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export const listObjectsV2 = async ({ bucket, query }: BucketCall): Promise<Answer> => {
  const token = query.get("continuation-token");
  const startAfter = query.get("start-after");
  const after = token === undefined ? (startAfter ?? "") : keyOf(token);
  const { list, common, written } = read({ bucket, query }, after);
  const withOwner = query.get("fetch-owner") === "true";
  return {
    status: 200,
    body: document("ListBucketResult", [
      ...common,
      element("KeyCount", list.keys.length + list.commonPrefixes.length),
      ...(token === undefined ? [] : [element("ContinuationToken", token)]),
      ...(startAfter === undefined ? [] : [element("StartAfter", written(startAfter))]),
      ...(list.next === undefined ? [] : [element("NextContinuationToken", tokenOf(list.next))]),
      ...contents(bucket, list.keys, { written, withOwner }),
    ]),
  };
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html */
export const listObjects = async ({ bucket, query }: BucketCall): Promise<Answer> => {
  const marker = query.get("marker") ?? "";
  const { list, common, written } = read({ bucket, query }, marker);
  const hasNext = list.next !== undefined && query.get("delimiter");
  return {
    status: 200,
    body: document("ListBucketResult", [
      ...common,
      element("Marker", written(marker)),
      ...(hasNext ? [element("NextMarker", written(list.next ?? ""))] : []),
      ...contents(bucket, list.keys, { written, withOwner: true }),
    ]),
  };
};

const MAX_KEYS = 1000;

const read = ({ bucket, query }: Pick<BucketCall, "bucket" | "query">, after: string) => {
  const asked = query.get("max-keys") ?? String(MAX_KEYS);
  if (!/^\d{1,9}$/.test(asked))
    throw new S3Error(400, "InvalidArgument", "Argument maxKeys must be an integer between 0 and 2147483647");
  const encoding = query.get("encoding-type");
  if (encoding !== undefined && encoding !== "url")
    throw new S3Error(400, "InvalidArgument", "Invalid Encoding Method specified in Request");
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter") ?? "";
  const max = Math.min(MAX_KEYS, Number(asked));
  const list = listingOf(bucket.keys(), { prefix, delimiter, after, max });
  const written = (text: string) => (encoding === "url" ? urlEncoded(text) : text);
  const common = [
    element("Name", bucket.name),
    element("Prefix", written(prefix)),
    element("MaxKeys", max),
    element("IsTruncated", String(list.next !== undefined)),
    ...(delimiter === "" ? [] : [element("Delimiter", written(delimiter))]),
    ...(encoding === undefined ? [] : [element("EncodingType", encoding)]),
    ...list.commonPrefixes.map((text) => element("CommonPrefixes", [element("Prefix", written(text))])),
  ];
  return { list, common, written };
};

const contents = (
  bucket: Bucket,
  keys: readonly string[],
  { written, withOwner }: { readonly written: (text: string) => string; readonly withOwner: boolean },
): readonly Xml[] =>
  keys.flatMap((key) => {
    const meta = bucket.get(key);
    if (meta === undefined) return [];
    return element("Contents", [
      element("Key", written(key)),
      element("LastModified", isoOf(meta.lastModified)),
      element("ETag", `"${meta.etag}"`),
      ...Object.keys(meta.checksums).map((name) => element("ChecksumAlgorithm", name.toUpperCase())),
      element("Size", meta.size),
      element("StorageClass", meta.headers["x-amz-storage-class"] ?? "STANDARD"),
      ...(withOwner ? [element("Owner", [element("ID", "local"), element("DisplayName", "local")])] : []),
    ]);
  });

const tokenOf = (key: string): string => Buffer.from(key).toString("base64url");
const keyOf = (token: string): string => {
  const key = Buffer.from(token, "base64url").toString();
  if (tokenOf(key) === token && key !== "") return key;
  throw new S3Error(400, "InvalidArgument", "The continuation token provided is incorrect");
};
