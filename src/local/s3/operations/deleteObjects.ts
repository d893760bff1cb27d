import * as z from "zod";
import { smallBody } from "../body/smallBody.ts";
import type { Answer, BucketCall } from "../call.ts";
import { checkVersion } from "../found.ts";
import { S3Error } from "../s3Error.ts";
import { document, element, type Xml } from "../xml.ts";
import { parseXml } from "../xmlBody.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
export const deleteObjects = async (call: BucketCall): Promise<Answer> => {
  const { Delete } = parseXml(await smallBody(call), Body);
  const results: Xml[] = [];
  for (const { Key, VersionId } of Delete.Object) {
    const removed = await removeOne(call, Key, VersionId);
    if (removed.isError || Delete.Quiet !== "true") results.push(removed.xml);
  }
  return { status: 200, body: document("DeleteResult", results) };
};

const Body = z.object({
  Delete: z.object({
    Object: z
      .array(z.object({ Key: z.string().min(1), VersionId: z.string().optional() }))
      .min(1)
      .max(1000),
    Quiet: z.string().optional(),
  }),
});

const removeOne = async ({ bucket, cause }: BucketCall, key: string, version: string | undefined) => {
  try {
    const { markerId } = await bucket.remove({
      key,
      cause,
      isVersionNamed: version !== undefined,
      check: (current) => checkVersion(version, current),
    });
    const marker =
      markerId === undefined ? [] : [element("DeleteMarker", "true"), element("DeleteMarkerVersionId", markerId)];
    const named = version === undefined ? [] : [element("VersionId", version)];
    return { isError: false, xml: element("Deleted", [element("Key", key), ...named, ...marker]) };
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    const what = [element("Key", key), element("Code", error.code), element("Message", error.message)];
    return { isError: true, xml: element("Error", what) };
  }
};
