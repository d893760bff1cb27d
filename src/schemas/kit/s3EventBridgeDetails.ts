import { instant } from "../../log/fields.ts";
import { has } from "../../log/has.ts";
import { IN_EVENT_NAME } from "./s3EventName.ts";
import { type Fields, type Names, nonEmpty, unread } from "./unread.ts";

// The fields that the schema reads, and fields without information about the change: versions, account, ARN, and the id of the delivery.
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
 * The fields of an EventBridge event that the schema does not read. They get the names and places that they have in a notification:
 * `aws-generated-tags` of the bucket becomes `s3.bucket.awsGeneratedTags`.
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
  const restoreEventData = nonEmpty({
    lifecycleRestorationExpiryTime: instant.safeParse(expiry).data ?? expiry,
    lifecycleRestoreStorageClass: restored,
  });
  return nonEmpty({
    ...renamed(unread(event, ENVELOPE)),
    ...renamed(others),
    reason: IN_EVENT_NAME.has(reason) ? undefined : reason,
    deletionType: IN_EVENT_NAME.has(deletion) ? undefined : deletion,
    glacierEventData: nonEmpty({ restoreEventData }),
    lifecycleEventData: nonEmpty({ transitionEventData: nonEmpty({ destinationStorageClass: storageClass }) }),
    intelligentTieringEventData: nonEmpty({ destinationAccessTier }),
    s3: nonEmpty({
      bucket: renamed(unread(field(detail, "bucket"), BUCKET)),
      object: renamed(unread(field(detail, "object"), OBJECT)),
      objectAnnotation: annotation === undefined ? undefined : [annotation].flat().map(renamedWithin),
    }),
  });
};

const field = (value: unknown, name: string): unknown => (has(value, name) ? value[name] : undefined);

/** The fields with the names of a notification. Names inside a field stay as they are, because they may be data (for example, tags). */
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
