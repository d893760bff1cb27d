import * as z from "zod";
import { smallBody } from "../body/smallBody.ts";
import type { Answer, ObjectCall } from "../call.ts";
import { checkVersion, noSuchKey } from "../found.ts";
import { checkedTags } from "../given.ts";
import { document, element } from "../xml.ts";
import { parseXml } from "../xmlBody.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html */
export const getObjectTagging = async (call: ObjectCall): Promise<Answer> => {
  const { tags, versionId } = foundIn(call);
  const set = Object.entries(tags).map(([name, value]) =>
    element("Tag", [element("Key", name), element("Value", value)]),
  );
  return {
    status: 200,
    headers: { "x-amz-version-id": versionId },
    body: document("Tagging", [element("TagSet", set)]),
  };
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html */
export const putObjectTagging = async (call: ObjectCall): Promise<Answer> => {
  const { Tagging } = parseXml(await smallBody(call), Body);
  const tags = Tagging.TagSet.Tag.map(({ Key, Value }) => [Key, Value] as const);
  return set(call, checkedTags(tags), 200);
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjectTagging.html */
export const deleteObjectTagging = (call: ObjectCall): Promise<Answer> => set(call, {}, 204);

const Tags = z.object({ Tag: z.array(z.object({ Key: z.string(), Value: z.string() })).default([]) });
// An element without content is read as a text.
const Body = z.object({ Tagging: z.object({ TagSet: z.preprocess((set) => (set === "" ? {} : set), Tags) }) });

const foundIn = ({ bucket, key, query }: ObjectCall) => {
  const found = bucket.get(key);
  if (found === undefined) throw noSuchKey();
  checkVersion(query.get("versionId"), found);
  return found;
};

const set = async (call: ObjectCall, tags: Readonly<Record<string, string>>, status: number): Promise<Answer> => {
  foundIn(call);
  const { versionId } = await call.bucket.setTags(call.key, tags, call.cause);
  return { status, headers: { "x-amz-version-id": versionId } };
};
