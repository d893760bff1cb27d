import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { Crc32c, Crc64Nvme } from "@aws-sdk/checksums/crc";

/** A hash that is computed while bytes pass. */
export interface Hasher {
  readonly update: (bytes: Uint8Array) => void;
  readonly digest: () => Promise<Uint8Array> | Uint8Array;
}

/** The checksums of S3, by their names in `x-amz-checksum-<name>`, and the length of each in bytes. */
export const CHECKSUMS: ReadonlyMap<string, { readonly bytes: number; readonly start: () => Hasher }> = new Map([
  ["crc32", { bytes: 4, start: () => nodeCrc32() }],
  ["crc32c", { bytes: 4, start: (): Hasher => new Crc32c() }],
  ["crc64nvme", { bytes: 8, start: (): Hasher => new Crc64Nvme() }],
  ["sha1", { bytes: 20, start: () => createHash("sha1") }],
  ["sha256", { bytes: 32, start: () => createHash("sha256") }],
]);

/** The algorithm that S3 uses if the client names none. */
export const DEFAULT_CHECKSUM = "crc64nvme";

const nodeCrc32 = (): Hasher => {
  let value = 0;
  return {
    update: (bytes) => {
      value = crc32(bytes, value);
    },
    digest: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return bytes;
    },
  };
};
