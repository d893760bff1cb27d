import type { Answer, BucketCall, Call, ObjectCall } from "./call.ts";
import { createBucket, getBucketLocation, getBucketVersioning, headBucket, listBuckets } from "./operations/buckets.ts";
import { completeMultipartUpload } from "./operations/completeUpload.ts";
import { copyObject } from "./operations/copyObject.ts";
import { createMultipartUpload } from "./operations/createUpload.ts";
import { deleteObject } from "./operations/deleteObject.ts";
import { deleteObjects } from "./operations/deleteObjects.ts";
import { getObject } from "./operations/getObject.ts";
import { listObjects, listObjectsV2 } from "./operations/listObjects.ts";
import { abortMultipartUpload, listMultipartUploads, listParts } from "./operations/openUploads.ts";
import { postObject } from "./operations/postObject.ts";
import { putObject } from "./operations/putObject.ts";
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from "./operations/tagging.ts";
import { uploadPart, uploadPartCopy } from "./operations/uploadPart.ts";

/** The operations, by method and the parameter of the query that selects them. */
type Operations<C extends Call> = Readonly<Record<string, (call: C) => Promise<Answer>>>;

export const SERVICE: Operations<Call> = { "GET ": listBuckets };

export const BUCKET: Operations<BucketCall> = {
  "HEAD ": headBucket,
  "PUT ": createBucket,
  "GET ": listObjects,
  "GET list-type": listObjectsV2,
  "GET location": getBucketLocation,
  "GET versioning": getBucketVersioning,
  "GET uploads": listMultipartUploads,
  "POST ": postObject,
  "POST delete": deleteObjects,
};

export const OBJECT: Operations<ObjectCall> = {
  "HEAD ": getObject,
  "GET ": getObject,
  "PUT ": putObject,
  "PUT copy": copyObject,
  "DELETE ": deleteObject,
  "GET tagging": getObjectTagging,
  "PUT tagging": putObjectTagging,
  "DELETE tagging": deleteObjectTagging,
  "POST uploads": createMultipartUpload,
  "POST uploadId": completeMultipartUpload,
  "PUT uploadId": uploadPart,
  "PUT uploadId copy": uploadPartCopy,
  "DELETE uploadId": abortMultipartUpload,
  "GET uploadId": listParts,
};
