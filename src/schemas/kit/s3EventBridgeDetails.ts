import { instant } from "../../log/fields.ts";
import { SAID_BY_NAME } from "./s3EventName.ts";
import { has } from "./shape.ts";
import { type Fields, type Names, some, unread } from "./unread.ts";

// What is read of an event, and what says nothing new: versions, the account and the ARN of the bucket, and the id of the delivery.
const ENVELOPE: Names = {
  ...{ version: true, id: true, "detail-type": true, source: true, account: true, time: true, region: true },
  ...{ resources: true, detail: true },
};
const DETAIL: Names = {
  ...{ version: true, "event-version": true, bucket: true, object: true },
  ...{ "request-id": true, requester: true, "source-ip-address": true },
};
const BUCKET: Names = { name: true };
const OBJECT: Names = { key: true, size: true, etag: true, "version-id": true, sequencer: true };

/**
 * The fields of an event of EventBridge that are not read elsewhere, under the names that a notification has for them, and at
 * their places there: `aws-generated-tags` of the bucket is `s3.bucket.awsGeneratedTags`.
 */
export const detailsOf = (event: unknown): Fields | undefined => {
  const detail = field(event, "detail");
  const {
    reason,
    "deletion-type": deletion,
    "restore-expiry-time": expiry,
    "source-storage-class": restored,
    "destination-storage-class": storageClass,
    "destination-access-tier": destinationAccessTier,
    "object-annotation": annotation,
    ...others
  } = unread(detail, DETAIL) ?? {};
  const restoreEventData = some({
    lifecycleRestorationExpiryTime: instant.safeParse(expiry).data ?? expiry,
    lifecycleRestoreStorageClass: restored,
  });
  return some({
    ...renamed(unread(event, ENVELOPE)),
    ...renamed(others),
    reason: SAID_BY_NAME.has(reason) ? undefined : reason,
    deletionType: SAID_BY_NAME.has(deletion) ? undefined : deletion,
    glacierEventData: some({ restoreEventData }),
    lifecycleEventData: some({ transitionEventData: some({ destinationStorageClass: storageClass }) }),
    intelligentTieringEventData: some({ destinationAccessTier }),
    s3: some({
      bucket: renamed(unread(field(detail, "bucket"), BUCKET)),
      object: renamed(unread(field(detail, "object"), OBJECT)),
      objectAnnotation: annotation === undefined ? undefined : [annotation].flat().map(renamedWithin),
    }),
  });
};

const field = (value: unknown, name: string): unknown => (has(value, name) ? value[name] : undefined);

/** The fields under a notification's names. The names within a field may be data, as those of tags are, and stay as they are. */
const renamed = (fields: Fields | undefined): Fields | undefined =>
  fields &&
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      nameOf(name),
      name.endsWith("-event-data") ? renamedWithin(value) : value,
    ]),
  );

const renamedWithin = (value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([name, part]) => [nameOf(name), renamedWithin(part)]))
    : value;

const nameOf = (name: string): string =>
  name === "etag" ? "eTag" : name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
