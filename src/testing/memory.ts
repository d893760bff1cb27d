import type { At, ItemKey, Operations } from "../log/operations.ts";
import { hasExpired } from "../log/retention.ts";

/**
 * The operations of the writing side on a table in memory, with the same conditions as on DynamoDB. `items` holds the table. If it
 * `fails`, each operation throws.
 */
export const memory = ({ fails }: { readonly fails: boolean }): Operations & { readonly items: Items } => {
  const items = new Map<string, Stored>();
  const check = () => {
    if (fails) throw new Error("The table of this test fails");
  };
  return {
    items,
    putIfFree: async (item, { now }: At, replacing) => {
      check();
      const found = items.get(nameOf(item));
      const isFree = found === undefined || hasExpired(expiresatOf(found), now);
      if (!isFree && (replacing === undefined || found["time"] !== replacing)) return false;
      items.set(nameOf(item), JSON.parse(JSON.stringify(item)));
      return true;
    },
    get: async (key) => {
      check();
      return structuredClone(items.get(nameOf(key)));
    },
  };
};

type Items = ReadonlyMap<string, Stored>;
type Stored = Readonly<Record<string, unknown>>;

const nameOf = ({ pk, sk }: ItemKey): string => JSON.stringify([pk, sk]);

const expiresatOf = ({ expiresat }: Stored): number | undefined =>
  typeof expiresat === "number" ? expiresat : undefined;
