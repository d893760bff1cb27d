type Parameters = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** The target of a request: a path with its parameters. Those without a value are left out. */
export const targetOf = (path: string, parameters: Parameters): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    for (const one of [value ?? []].flat()) query.append(name, String(one));
  return query.size === 0 ? path : `${path}?${query}`;
};

/** The path under which an entry, or a rejection, is read. */
export const collectionOf = (id: string): "/logs" | "/rejected" => (id.startsWith("rejected.") ? "/rejected" : "/logs");
