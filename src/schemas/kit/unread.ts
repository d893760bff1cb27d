/** Names of fields: of a whole field (`true`), or of fields in it. */
export interface Names {
  readonly [name: string]: true | Names;
}

export type Fields = Readonly<Record<string, unknown>>;

/**
 * The fields of a value that are not among the names, each at its own place; `undefined` where there is none. Fields that are
 * null or undefined say nothing, and are left out.
 */
export const unread = (value: unknown, names: Names): Fields | undefined => {
  if (typeof value !== "object" || value === null) return undefined;
  const fields = Object.entries(value).map(([name, field]) => [name, unreadOf(name, field, names)]);
  return some(Object.fromEntries(fields));
};

/** The fields that are there; `undefined` where there is none. */
export const some = (fields: Fields): Fields | undefined => {
  const there = Object.entries(fields).filter(([, field]) => field !== undefined && field !== null);
  return there.length === 0 ? undefined : Object.fromEntries(there);
};

const unreadOf = (name: string, field: unknown, names: Names): unknown => {
  const inside = Object.hasOwn(names, name) ? names[name] : undefined;
  if (inside === undefined) return field;
  return inside === true ? undefined : unread(field, inside);
};
