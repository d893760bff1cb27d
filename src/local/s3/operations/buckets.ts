import type { Answer, BucketCall, Call } from "../call.ts";
import { S3Error } from "../s3Error.ts";
import { document, element } from "../xml.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html */
export const listBuckets = async ({ buckets, query, region }: Call): Promise<Answer> => {
  const prefix = query.get("prefix") ?? "";
  const found = [...buckets.values()].filter(({ name }) => name.startsWith(prefix));
  const sorted = found.sort((a, b) => (a.name < b.name ? -1 : 1));
  const entries = sorted.map(({ name, created }) =>
    element("Bucket", [
      element("Name", name),
      element("CreationDate", created.toISOString()),
      element("BucketRegion", region),
    ]),
  );
  const owner = element("Owner", [element("ID", "local"), element("DisplayName", "local")]);
  return { status: 200, body: document("ListAllMyBucketsResult", [owner, element("Buckets", entries)]) };
};

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html */
export const headBucket = async ({ region }: BucketCall): Promise<Answer> => ({
  status: 200,
  headers: { "x-amz-bucket-region": region, "content-type": "application/xml" },
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html */
export const getBucketLocation = async ({ region }: BucketCall): Promise<Answer> => ({
  status: 200,
  // The oldest region has no name here.
  body: document("LocationConstraint", region === "us-east-1" ? [] : [{ toString: () => region }]),
});

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html */
export const getBucketVersioning = async ({ bucket }: BucketCall): Promise<Answer> => ({
  status: 200,
  body: document("VersioningConfiguration", bucket.isVersioned ? [element("Status", "Enabled")] : []),
});

/** A bucket of the template exists already. Others are not made. */
export const createBucket = async (): Promise<Answer> => {
  const message = "Your previous request to create the named bucket succeeded and you already own it.";
  throw new S3Error(409, "BucketAlreadyOwnedByYou", message);
};
