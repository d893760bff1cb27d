import type { Entry } from "../../log/entry.ts";
import { hashOf, parseId } from "../../log/key.ts";

/**
 * Whether an entry has its id from this identity. An event that comes by HTTP may have any source and any type, so they do not say by
 * which trigger it came.
 */
export const hasIdentity = ({ id }: Entry, identity: readonly string[]): boolean =>
  parseId(id)?.hash === hashOf(identity);
