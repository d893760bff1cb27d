import { s3 } from "tributary";
import { onEvent } from "../onEvent.ts";

export const handler = onEvent(s3("uploads"), ({ bucket, key, size = 0 }, { id, signal }) => {
  signal.throwIfAborted();
  return { copyOf: `${bucket}/${key.toUpperCase()}`, bytes: size + id.length };
});
