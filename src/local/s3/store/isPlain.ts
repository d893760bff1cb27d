/**
 * Whether a key can be the path of a file on every system: then the object lies at that path in the folder of its bucket, where a
 * person sees it. All other keys are stored under a hash.
 */
export const isPlain = (key: string): boolean =>
  Buffer.byteLength(key) <= MAX_PATH_BYTES && key.split("/").every((name) => isPlainName(name) && !isUnseen(name));

/** Whether the name is of a file that systems and editors make by themselves. Such a file is no object. */
export const isUnseen = (name: string): boolean =>
  /^(\.DS_Store|Thumbs\.db|desktop\.ini|\.nfs[0-9a-f]+|.*\.crdownload|\..*\.sw[a-p]|\._.*)$/i.test(name);

// Most systems allow 255 bytes for a name; a decomposed name on macOS is longer.
const MAX_NAME_BYTES = 120;
// Windows allows 260 characters for a whole path, macOS 1,024 bytes.
const MAX_PATH_BYTES = 200;

// biome-ignore lint/suspicious/noControlCharactersInRegex: no file name should have them
const UNSAFE = /[\u0000-\u001f\u007f<>:"|?*\\]|[ .]$/;
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(\.|$)/i;

const isPlainName = (name: string): boolean =>
  name !== "" && Buffer.byteLength(name) <= MAX_NAME_BYTES && !UNSAFE.test(name) && !RESERVED.test(name);
