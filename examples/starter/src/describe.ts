import { extname } from "node:path";
import type { Upload } from "tributary";

/**
 * The work for a change of an object: put your own here. The entry keeps what it returns as its `result`. If it throws, Lambda delivers
 * the event again.
 */
export const describe = ({ key, size }: Pick<Upload, "key" | "size">) => ({
  kind: extname(key).slice(1).toLowerCase(),
  size,
});
