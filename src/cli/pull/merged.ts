/** The record with these other fields, each at its place. A field of `others` replaces one of the record; two objects are merged. */
export const merged = (record: object, others: object): object => {
  const fields = new Map<string, unknown>(Object.entries(record));
  for (const [name, more] of Object.entries(others)) {
    const own = fields.get(name);
    fields.set(name, isObject(own) && isObject(more) ? merged(own, more) : more);
  }
  return Object.fromEntries(fields); // a field may have the name `__proto__`
};

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !JSON.isRawJSON(value);
