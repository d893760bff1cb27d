/** What a view shows: its name, and what it was asked for. All of it is in the address, so that a link or a reload shows the same. */
export interface Place {
  readonly view: string;
  readonly [parameter: string]: string | readonly string[] | undefined;
}

/** The place that the query of an address names. A parameter that is given more than once is a list. */
export const placeIn = (query: string): Place => {
  const parameters = new URLSearchParams(query);
  const pairs = [...new Set(parameters.keys())].map((name) => {
    const [first = "", ...others] = parameters.getAll(name);
    return [name, others.length === 0 ? first : [first, ...others]] as const;
  });
  return { ...Object.fromEntries(pairs), view: parameters.get("view") ?? "log" };
};

/** The query of the address of a place, the view first. */
export const queryOf = ({ view, ...others }: Place): string => {
  const parameters = new URLSearchParams({ view });
  for (const [name, value] of Object.entries(others))
    for (const one of [value ?? []].flat()) parameters.append(name, one);
  return `?${parameters}`;
};
