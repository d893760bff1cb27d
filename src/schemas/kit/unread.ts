/** Names of fields that are read: `true` for a whole field, or the names of the fields in it. */
export interface Names {
  readonly [name: string]: true | Names;
}

export type Fields = Readonly<Record<string, unknown>>;

/**
 * The fields of a value that are not among the names, each at its own place. Fields that are null or undefined are left out.
 * Returns `undefined` if no field is left.
 */
export const unread = (value: unknown, names: Names): Fields | undefined => {
  if (typeof value !== "object" || value === null) return undefined;
  return present(Object.entries(value).map(([name, field]) => [name, unreadOf(name, field, names)]));
};

/** The fields that are not null or undefined. Returns `undefined` if there is none. */
export const nonEmpty = (fields: Fields): Fields | undefined => present(Object.entries(fields));

const present = (fields: readonly (readonly [string, unknown])[]): Fields | undefined => {
  const kept = fields.filter(([, field]) => field !== undefined && field !== null);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
};

const unreadOf = (name: string, field: unknown, names: Names): unknown => {
  const inside = Object.hasOwn(names, name) ? names[name] : undefined;
  if (inside === undefined) return field;
  return inside === true ? undefined : unread(field, inside);
};
