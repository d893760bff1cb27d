import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { Readable } from "node:stream";
import { receive } from "../body/receive.ts";
import type { Answer, BucketCall } from "../call.ts";
import { givenOf } from "../given.ts";
import { checkPolicy } from "../policy.ts";
import { checkedKey } from "../requestUrl.ts";
import { S3Error } from "../s3Error.ts";
import { document, element } from "../xml.ts";

/** The upload of an HTML form: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html */
export const postObject = async (call: BucketCall): Promise<Answer> => {
  const { bucket, cause, now, origin } = call;
  const { fields, file } = await formOf(call);
  const key = checkedKey((fields.get("key") ?? "").replaceAll(FILENAME, file.name));
  if (key === "") throw new S3Error(400, "InvalidArgument", "Bucket POST must contain a field named 'key'.");
  checkPolicy(
    fields.get("policy"),
    { ...Object.fromEntries(fields), key, bucket: bucket.name },
    { size: file.size, now },
  );
  const staged = randomUUID();
  const { size, md5, checksums } = await receive({
    body: Readable.fromWeb(file.stream()),
    headers: { ...checksumFields(fields), "content-length": String(file.size) },
    path: join(bucket.folders.staged, staged),
  });
  const { etag, versionId } = await bucket.put({
    key,
    staged,
    given: { ...givenOf(Object.fromEntries(fields)), size, etag: md5, checksums, checksumType: "FULL_OBJECT" },
    eventName: "ObjectCreated:Post",
    cause,
  });
  const location = `${origin}/${bucket.name}/${key.split("/").map(encodeURIComponent).join("/")}`;
  const headers = { etag: `"${etag}"`, location, "x-amz-version-id": versionId };
  const redirect = fields.get("success_action_redirect") ?? "";
  // S3 ignores what is no URL.
  if (URL.canParse(redirect)) {
    const query = new URLSearchParams({ bucket: bucket.name, key, etag: `"${etag}"` });
    return {
      status: 303,
      headers: { ...headers, location: `${new URL(redirect).href}${redirect.includes("?") ? "&" : "?"}${query}` },
    };
  }
  const status = Number(fields.get("success_action_status") ?? 204);
  if (status !== 201) return { status: status === 200 ? 200 : 204, headers };
  const told = [
    ["Location", location],
    ["Bucket", bucket.name],
    ["Key", key],
    ["ETag", `"${etag}"`],
  ] as const;
  return {
    status: 201,
    headers,
    body: document(
      "PostResponse",
      told.map(([name, text]) => element(name, text)),
    ),
  };
};

// biome-ignore lint/suspicious/noTemplateCurlyInString: a form has this text
const FILENAME = "${filename}";
const MAX_BYTES = 256 * 1024 * 1024; // the form is read into memory

const formOf = async ({ request, headers }: BucketCall) => {
  if (!/^multipart\/form-data\s*;/i.test(headers["content-type"] ?? ""))
    throw new S3Error(412, "PreconditionFailed", "Bucket POST must be of the enclosure-type multipart/form-data");
  if (Number(headers["content-length"] ?? Number.NaN) <= MAX_BYTES) {
    const body = Readable.toWeb(request);
    const type = headers["content-type"] ?? "";
    const form = await new Response(body, { headers: { "content-type": type } }).formData().catch(() => undefined);
    const file = form?.get("file");
    if (form === undefined || file === null || file === undefined)
      throw new S3Error(
        400,
        "MalformedPOSTRequest",
        "The body of your POST request is not well-formed multipart/form-data.",
      );
    const texts = [...form].flatMap(([name, value]) =>
      typeof value === "string" ? [[name.toLowerCase(), value] as const] : [],
    );
    return { fields: new Map(texts), file: typeof file === "string" ? new File([file], "") : file };
  }
  throw new S3Error(400, "EntityTooLarge", "The local S3 takes forms of at most 256 MiB, with a Content-Length.");
};

const checksumFields = (fields: ReadonlyMap<string, string>) =>
  Object.fromEntries([...fields].filter(([name]) => name.startsWith("x-amz-checksum-") || name === "content-md5"));
