import { checkHeader, metadataText } from "./headerText.ts";
import type { ObjectMeta } from "./store/objectMeta.ts";

/** The headers of an object in the answer to a GET or a HEAD. Throws an S3Error for an override that no header can have. */
export const objectHeaders = (
  meta: ObjectMeta,
  { withChecksum, query }: { readonly withChecksum: boolean; readonly query: ReadonlyMap<string, string> },
): Readonly<Record<string, string | undefined>> => ({
  "content-type": "binary/octet-stream",
  "accept-ranges": "bytes",
  etag: `"${meta.etag}"`,
  "last-modified": new Date(meta.lastModified).toUTCString(),
  ...meta.headers,
  ...Object.fromEntries(
    Object.entries(meta.metadata).map(([name, value]) => [`x-amz-meta-${name}`, metadataText(value)]),
  ),
  ...overridesIn(query),
  "x-amz-version-id": meta.versionId,
  "x-amz-tagging-count": String(Object.keys(meta.tags).length || "") || undefined,
  ...(withChecksum && checksumHeaders(meta)),
});

/** The headers that tell the checksum of an object. */
export const checksumHeaders = ({ checksums, checksumType }: Pick<ObjectMeta, "checksums" | "checksumType">) => ({
  ...Object.fromEntries(Object.entries(checksums).map(([name, value]) => [`x-amz-checksum-${name}`, value])),
  ...(Object.keys(checksums).length > 0 && { "x-amz-checksum-type": checksumType }),
});

const overridesIn = (query: ReadonlyMap<string, string>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...query].flatMap(([key, value]) => {
      if (!key.startsWith(OVERRIDE)) return [];
      const name = key.slice(OVERRIDE.length);
      checkHeader(name, value, "Header value cannot be represented using ISO-8859-1.");
      return [[name, value]];
    }),
  );

const OVERRIDE = "response-"; // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
