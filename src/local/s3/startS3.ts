import { mkdir } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { resolve } from "node:path";
import { listening } from "../listening.ts";
import { cause } from "./notification/cause.ts";
import type { S3Record } from "./notification/record.ts";
import { operate } from "./operate.ts";
import { checkedKey } from "./requestUrl.ts";
import { server } from "./server.ts";
import { openBucket } from "./store/bucket.ts";
import { watchBuckets } from "./store/watch.ts";

/** What the local S3 is started with. */
export interface S3Settings {
  /** The folder of all buckets, as in `.tributary/uploads`. Each bucket is a folder in it. Only one process may use it. */
  readonly folder: string;
  readonly buckets: readonly { readonly name: string; readonly isVersioned?: boolean }[];
  /**
   * Gets the notification of each change, of every event and key: the filters of the template are the caller's. It resolves when the
   * notification cannot be lost any more. If it rejects, or the process ends before, it gets the same record at the next start.
   */
  readonly notify: (bucket: string, record: S3Record) => Promise<void> | void;
  /** Gets a sentence for the person at the terminal. */
  readonly say: (sentence: string) => void;
  /** 0 chooses a free port. */
  readonly port?: number;
  readonly region?: string;
  /** In ms since 1970. */
  readonly now?: () => number;
  /** For how many ms a file that a person drops must stay the same before it is an object. */
  readonly settleMs?: number;
}

/**
 * Starts a local S3 that keeps its objects in a folder. A file that a person puts into the folder of a bucket becomes an object. It
 * listens on this machine only. Returns its endpoint, and a function that stops it.
 */
export const startS3 = async ({
  folder,
  buckets: named,
  notify,
  say,
  port = 0,
  region = "eu-central-1",
  now = Date.now,
  settleMs = 400,
}: S3Settings) => {
  const root = resolve(folder);
  await mkdir(root, { recursive: true });
  const buckets = new Map<string, Awaited<ReturnType<typeof openBucket>>>();
  for (const { name, isVersioned = false } of named)
    buckets.set(name, await openBucket({ root, name, isVersioned, region, now, notify, say, settleMs }));
  const http = server({ buckets, region, now, say });
  const url = await listening(http, port);
  const unwatch = await watchBuckets(root, buckets, say);
  return {
    /** `http://127.0.0.1:PORT`. With `localhost`, an SDK would ask for `bucket.localhost`. */
    url,
    /** Does PutObject with the body of a request to another server of this process, whose method is PUT. Throws an S3Error. */
    put: async (request: IncomingMessage, bucket: string, key: string): Promise<void> => {
      const { "content-type": type, "content-length": length } = request.headers;
      const headers = { "content-type": type, "content-length": length };
      const why = cause("console", request.socket.remoteAddress ?? "");
      const call = { buckets, region, now: now(), headers, query: new Map(), request, cause: why, origin: url };
      await operate(call, { bucket, key: checkedKey(key) });
    },
    stop: async (): Promise<void> => {
      await unwatch();
      http.close();
      http.closeAllConnections();
      for (const bucket of buckets.values()) await bucket.idle();
    },
  };
};
