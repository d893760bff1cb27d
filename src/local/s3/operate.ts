import type { Answer, Call } from "./call.ts";
import { BUCKET, OBJECT, SERVICE } from "./operations.ts";
import type { RequestUrl } from "./requestUrl.ts";
import { S3Error } from "./s3Error.ts";

/** Answers a request by the operation that its method, path and query select. Throws an S3Error, also if there is no such operation. */
export const operate = async (
  call: Call,
  { bucket: name, key }: Pick<RequestUrl, "bucket" | "key">,
): Promise<Answer> => {
  const { query, headers, request } = call;
  const selector = [...query.keys()].find((parameter) => !ORDINARY.test(parameter)) ?? "";
  const isCopy = key !== undefined && request.method === "PUT" && headers["x-amz-copy-source"] !== undefined;
  const selected = `${request.method} ${[selector, ...(isCopy ? ["copy"] : [])].filter(Boolean).join(" ")}`;
  if (name === undefined) return (SERVICE[selected] ?? missing(request.method, "Service", selector))(call);
  const bucket = call.buckets.get(name);
  if (bucket === undefined) throw noBucket(name, call.buckets, key === undefined && selected === "PUT ");
  if (key === undefined) return (BUCKET[selected] ?? missing(request.method, "Bucket", selector))({ ...call, bucket });
  return (OBJECT[selected] ?? missing(request.method, "Object", selector))({ ...call, bucket, key });
};

// The parameters that select no operation. Each operation reads or refuses those that it knows.
const ORDINARY =
  /^(x-id|x-amz-.*|awsaccesskeyid|signature|expires|response-.*|prefix|delimiter|marker|max-.*|encoding-type|continuation-token|start-after|fetch-owner|versionid|partnumber|key-marker|upload-id-marker|part-number-marker|bucket-region)$/i;

const noBucket = (name: string, buckets: ReadonlyMap<string, unknown>, isCreate: boolean): S3Error => {
  const known = `The buckets of the template are: ${[...buckets.keys()].join(", ") || "none"}.`;
  if (isCreate)
    return new S3Error(
      501,
      "NotImplemented",
      `The local S3 does not have CreateBucket. Add ${name} to the template. ${known}`,
    );
  return new S3Error(404, "NoSuchBucket", `The specified bucket does not exist. ${known}`);
};

/** Throws S3's NotImplemented with the name that the API gives the operation. */
const missing =
  (method = "", target: string, selector: string) =>
  (): never => {
    const noun = selector
      .split("-")
      .map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
      .join("");
    const verb = VERBS[method] ?? method;
    const name = NAMES[`${method} ${target} ${selector}`] ?? `${verb}${target}${noun}`;
    throw new S3Error(501, "NotImplemented", `The local S3 does not have ${name}.`);
  };

const VERBS: Readonly<Record<string, string>> = {
  GET: "Get",
  HEAD: "Head",
  PUT: "Put",
  DELETE: "Delete",
  POST: "Post",
};
const NAMES: Readonly<Record<string, string>> = {
  "GET Bucket versions": "ListObjectVersions",
  "GET Bucket policyStatus": "GetBucketPolicyStatus",
  "GET Bucket object-lock": "GetObjectLockConfiguration",
  "GET Bucket session": "CreateSession",
  "PUT Bucket object-lock": "PutObjectLockConfiguration",
  "GET Bucket publicAccessBlock": "GetPublicAccessBlock",
  "PUT Bucket publicAccessBlock": "PutPublicAccessBlock",
  "DELETE Bucket publicAccessBlock": "DeletePublicAccessBlock",
  "GET Bucket notification": "GetBucketNotificationConfiguration",
  "PUT Bucket notification": "PutBucketNotificationConfiguration",
  "POST Object restore": "RestoreObject",
  "POST Object select": "SelectObjectContent",
  "PUT Object renameObject": "RenameObject",
};
