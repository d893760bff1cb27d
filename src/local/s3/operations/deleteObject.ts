import type { Answer, ObjectCall } from "../call.ts";
import { checkWrite } from "../conditions.ts";
import { checkVersion } from "../found.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html */
export const deleteObject = async ({ bucket, key, query, headers, cause }: ObjectCall): Promise<Answer> => {
  const version = query.get("versionId");
  const { markerId } = await bucket.remove({
    key,
    cause,
    isVersionNamed: version !== undefined,
    check: (current) => {
      checkVersion(version, current);
      checkWrite({ "if-match": headers["if-match"] }, current);
    },
  });
  return {
    status: 204,
    headers: { "x-amz-version-id": markerId ?? version, "x-amz-delete-marker": markerId && "true" },
  };
};
