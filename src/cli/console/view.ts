/** What a page of the console shows: the names and values in the query of its address. A name can be there more than once. */
export type View = readonly [string, string][];

/** The query of an address, with its question mark. Empty if there is nothing to show. */
export const queryOf = (view: View): string => {
  const query = new URLSearchParams(view).toString();
  return query === "" ? "" : `?${query}`;
};
