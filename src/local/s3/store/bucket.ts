import { randomBytes } from "node:crypto";
import { type FileHandle, open, stat } from "node:fs/promises";
import { join } from "node:path";
import { inTurn } from "../inTurn.ts";
import { type Cause, recordOf, type S3Record } from "../notification/record.ts";
import { S3Error } from "../s3Error.ts";
import { adopting } from "./adopting.ts";
import type { Change } from "./change.ts";
import { dataPath, type Folders, foldersOf } from "./folders.ts";
import { isPlain } from "./isPlain.ts";
import { journal } from "./journal.ts";
import { fileAt } from "./objectFile.ts";
import { objectIndex } from "./objectIndex.ts";
import type { Given, ObjectMeta } from "./objectMeta.ts";
import { sequencer } from "./sequencer.ts";
import { tidy } from "./tidy.ts";

export interface BucketSettings {
  /** The folder of all buckets. */
  readonly root: string;
  readonly name: string;
  readonly isVersioned: boolean;
  readonly region: string;
  /** In ms since 1970. */
  readonly now: () => number;
  /** Gets the notification of each change, at least once. It resolves when the notification cannot be lost any more. */
  readonly notify: (bucket: string, record: S3Record) => Promise<void> | void;
  /** Gets a sentence for the person at the terminal. */
  readonly say: (sentence: string) => void;
  /** For how many ms a file that a person drops must stay the same before it is an object. */
  readonly settleMs: number;
}

/** Throws an S3Error if the object of now forbids the change. */
type Check = (current: ObjectMeta | undefined) => void;

export interface Bucket {
  readonly name: string;
  readonly isVersioned: boolean;
  readonly folders: Folders;
  readonly created: Date;
  /** All keys in the order of their bytes in UTF-8. */
  readonly keys: () => readonly string[];
  readonly get: (key: string) => ObjectMeta | undefined;
  /** Opens the bytes of an object. Whoever gets the file closes it. */
  readonly open: (key: string) => Promise<{ readonly meta: ObjectMeta; readonly file: FileHandle } | undefined>;
  /** Makes an object of a file in the folder `staged`. */
  readonly put: (put: {
    readonly key: string;
    readonly staged: string;
    readonly given: Given;
    readonly eventName: string;
    readonly cause: Cause;
    readonly check?: Check;
  }) => Promise<ObjectMeta>;
  readonly setTags: (key: string, tags: ObjectMeta["tags"], cause: Cause) => Promise<ObjectMeta>;
  /** Removes an object. In a versioned bucket this is told as a delete marker, unless the version is named. */
  readonly remove: (remove: {
    readonly key: string;
    readonly cause: Cause;
    readonly check?: Check;
    readonly isVersionNamed?: boolean;
  }) => Promise<{ readonly markerId?: string }>;
  /** Makes the object of this key what a person has made of its file. */
  readonly adopt: (key: string) => Promise<void>;
  /** Adopts what persons have done with the files of the bucket. */
  readonly adoptAll: () => Promise<void>;
  /** Waits until the changes that have begun are written. */
  readonly idle: () => Promise<void>;
}

/** Opens a bucket in its folders. Changes that a kill has interrupted are done and told. */
export const openBucket = async (settings: BucketSettings): Promise<Bucket> => {
  const { name, region, isVersioned, now } = settings;
  const folders = await foldersOf(settings.root, name);
  const index = await objectIndex(folders);
  const nextSequencer = await sequencer(join(folders.meta, "..", "sequencer"), now);
  const turn = inTurn();
  const { commit, resume } = journal({ ...settings, folders, index });
  await resume();
  await tidy(folders);

  type Told = Pick<Parameters<typeof recordOf>[0], "key" | "eventName" | "cause" | "object">;
  const record = (told: Told, time: number) => recordOf({ ...told, bucket: name, region, time });
  const versionId = () => (isVersioned ? { versionId: randomBytes(24).toString("base64url") } : {});

  const created = async (
    change: Pick<Change, "key" | "staged"> & { readonly given: Given },
    {
      eventName,
      cause,
      isHidden,
      mtimeNs,
    }: Pick<ObjectMeta, "isHidden" | "mtimeNs"> & Pick<Told, "eventName" | "cause">,
  ): Promise<ObjectMeta> => {
    const { key, staged, given } = change;
    const sequence = await nextSequencer();
    const lastModified = now();
    const version = versionId();
    const meta = {
      ...given,
      key,
      isHidden,
      mtimeNs,
      lastModified,
      sequencer: sequence,
      changeId: sequence,
      ...version,
    };
    const object = { size: given.size, eTag: given.etag, ...version, sequencer: sequence };
    return (
      (await commit(sequence, {
        key,
        ...(staged !== undefined && { staged }),
        meta,
        record: record({ key, eventName, cause, object }, lastModified),
      })) ?? meta
    );
  };

  const removed = async (key: string, cause: Cause, isVersionNamed: boolean) => {
    const current = index.get(key);
    if (current === undefined && !isVersioned) return {};
    const sequence = await nextSequencer();
    const isMarker = isVersioned && !isVersionNamed;
    const version = isMarker ? versionId() : current?.versionId ? { versionId: current.versionId } : {};
    const object = { ...(isMarker && { eTag: EMPTY_MD5 }), ...version, sequencer: sequence };
    const eventName = isMarker ? "ObjectRemoved:DeleteMarkerCreated" : "ObjectRemoved:Delete";
    await commit(sequence, { key, record: record({ key, eventName, cause, object }, now()) });
    return isMarker && version.versionId !== undefined ? { markerId: version.versionId } : {};
  };

  const { adopt, adoptAll } = adopting({ ...settings, folders, index, turn, created, removed });

  return {
    name,
    isVersioned,
    folders,
    created: (await stat(folders.meta)).birthtime,
    keys: index.keys,
    get: index.get,
    adopt,
    adoptAll,
    idle: () => turn(async () => {}),

    open: (key) =>
      turn(async () => {
        const meta = index.get(key);
        if (meta === undefined) return undefined;
        const path = dataPath(folders, key, meta.isHidden);
        const found = await fileAt(path);
        if (found?.size === meta.size && found.mtimeNs === meta.mtimeNs) return { meta, file: await open(path) };
        void adopt(key);
        throw new S3Error(503, "SlowDown", `Somebody is changing the file ${path}. Please try again.`);
      }),

    put: ({ key, staged, given, eventName, cause, check = () => {} }) =>
      turn(async () => {
        const current = index.get(key);
        check(current);
        const isHidden = current?.isHidden !== false && !(isPlain(key) && index.isFree(key));
        const mtimeNs = (await fileAt(join(folders.staged, staged)))?.mtimeNs ?? "";
        return created({ key, staged, given }, { eventName, cause, isHidden, mtimeNs });
      }),

    setTags: (key, tags, cause) =>
      turn(async () => {
        const current = index.get(key);
        if (current === undefined) throw new S3Error(404, "NoSuchKey", "The specified key does not exist.");
        const eventName = Object.keys(tags).length > 0 ? "ObjectTagging:Put" : "ObjectTagging:Delete";
        const { etag, versionId } = current;
        const object = { eTag: etag, ...(versionId !== undefined && { versionId }) };
        const changeId = await nextSequencer();
        const meta = { ...current, tags, changeId };
        await commit(changeId, { key, meta, record: record({ key, eventName, cause, object }, now()) });
        return meta;
      }),

    remove: ({ key, cause, check = () => {}, isVersionNamed = false }) =>
      turn(async () => {
        check(index.get(key));
        return removed(key, cause, isVersionNamed);
      }),
  };
};

const EMPTY_MD5 = "d41d8cd98f00b204e9800998ecf8427e";
