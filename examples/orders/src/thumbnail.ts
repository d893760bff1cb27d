import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { Jimp } from "jimp";
import type { Upload, WorkContext } from "tributary";

const s3 = new S3Client();
const PIXELS = 200;

/**
 * Makes a thumbnail of an image, and puts it into the bucket THUMBNAILS under the same key. That bucket has no trigger, so a thumbnail
 * makes no other thumbnail. A second call writes the same object again. What can never succeed is no error: another try would not help,
 * and the upload belongs in the log.
 */
export const thumbnail = async ({ bucket, key, versionId }: Upload, { signal }: Pick<WorkContext, "signal">) => {
  const source = new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId });
  const found = await s3.send(source, { abortSignal: signal }).catch(nothingIfGone);
  if (found === undefined) return { thumbnail: false, reason: "the object is gone" };
  const bytes = Buffer.from((await found.Body?.transformToByteArray()) ?? []);
  const image = await Jimp.read(bytes).catch(() => undefined);
  if (image === undefined) return { thumbnail: false, reason: "no image" };
  if (image.width > PIXELS || image.height > PIXELS) image.scaleToFit({ w: PIXELS, h: PIXELS });
  const small = await image.getBuffer("image/jpeg");
  const target = { Bucket: process.env["THUMBNAILS"], Key: key, Body: small, ContentType: "image/jpeg" };
  await s3.send(new PutObjectCommand(target), { abortSignal: signal });
  return { width: image.width, height: image.height, bytes: small.length };
};

const nothingIfGone = (thrown: unknown): undefined => {
  if (!(thrown instanceof Error) || !["NoSuchKey", "NoSuchVersion"].includes(thrown.name)) throw thrown;
};
