import { asciiOf, checkHeader } from "./headerText.ts";
import { S3Error } from "./s3Error.ts";
import type { Given } from "./store/objectMeta.ts";

type Headers = Readonly<Record<string, string | undefined>>;

/** What the headers of a request say of the new object. Throws an S3Error for what S3 refuses or the local S3 cannot do. */
export const givenOf = (headers: Headers): Pick<Given, "headers" | "metadata" | "tags"> => {
  const impossible = Object.keys(headers).find((name) => MISSING.test(name));
  if (impossible !== undefined)
    throw new S3Error(501, "NotImplemented", `The local S3 does not support the header ${impossible}.`);
  const acl = headers["x-amz-acl"] ?? OWNER;
  const grant = Object.keys(headers).find((name) => name.startsWith("x-amz-grant-"));
  if (grant !== undefined || (acl !== OWNER && acl !== "private"))
    throw new S3Error(400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
  const metadata = Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith(META) ? [[name.slice(META.length), value ?? ""]] : [],
    ),
  );
  const size = Object.entries(metadata).reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (size > MAX_METADATA_BYTES)
    throw new S3Error(400, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size");
  const stored = storedHeaders(headers);
  for (const [name, value] of Object.entries(metadata))
    checkHeader(
      `${META}${name}`,
      asciiOf(value),
      `The metadata ${name} has a name or a value that no header can have.`,
    );
  for (const [name, value] of Object.entries(stored))
    checkHeader(name, value, `The value of ${name} cannot be represented using ISO-8859-1.`);
  return { headers: stored, metadata, tags: tagsIn(headers["x-amz-tagging"]) };
};

/** Checks tags by the rules of S3. */
export const checkedTags = (tags: readonly (readonly [string, string])[]): Readonly<Record<string, string>> => {
  if (tags.length > 10) throw new S3Error(400, "BadRequest", "Object tags cannot be greater than 10");
  if (new Set(tags.map(([name]) => name)).size < tags.length)
    throw new S3Error(400, "InvalidTag", "Cannot provide multiple Tags with the same key");
  for (const [name, value] of tags) {
    if (name.length < 1 || name.length > 128 || name.startsWith("aws:"))
      throw new S3Error(400, "InvalidTag", "The TagKey you have provided is invalid");
    if (value.length > 256) throw new S3Error(400, "InvalidTag", "The TagValue you have provided is invalid");
  }
  return Object.fromEntries(tags);
};

const OWNER = "bucket-owner-full-control";
const META = "x-amz-meta-";
const MAX_METADATA_BYTES = 2048;
const MISSING =
  /^x-amz-(object-lock-|(copy-source-)?server-side-encryption-customer-|website-redirect-location$|write-offset-bytes$)/;

const STORED = [
  "content-type",
  "content-disposition",
  "content-language",
  "cache-control",
  "expires",
  "x-amz-storage-class",
] as const;

const storedHeaders = (headers: Headers): Readonly<Record<string, string>> => {
  const encodings = (headers["content-encoding"] ?? "").split(",").map((name) => name.trim());
  const encoding = encodings.filter((name) => name !== "" && name !== "aws-chunked").join(",");
  return Object.fromEntries([
    ...STORED.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
    ...(encoding === "" ? [] : [["content-encoding", encoding]]),
  ]);
};

const tagsIn = (text: string | undefined): Readonly<Record<string, string>> =>
  checkedTags([...new URLSearchParams(text ?? "")]);
