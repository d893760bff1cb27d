/** The names of the attributes of the table, as in template.yaml: the hash key and the range key, those of the indexes, and the TTL. */
export const tableShape = {
  key: ["pk", "sk"],
  indexes: { bySubject: ["about", "sk"], byArrival: ["late", "arrival"] },
  expiry: "expiresat",
} as const;
