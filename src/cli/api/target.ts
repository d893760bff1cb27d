import type { Filters, Range } from "../flags/filters.ts";

type Parameters = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** A path with a query, sorted and encoded as SigV4 signs it. Parameters that are undefined are left out. */
export const targetOf = (path: string, parameters: Parameters): string => {
  const pairs = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : (typeof value === "object" ? value : [value]).map((one) => [name, String(one)] as const),
  );
  const query = pairs
    .map((pair) => pair.map(encoded).join("="))
    .sort()
    .join("&");
  return query === "" ? path : `${path}?${query}`;
};

/** The route that these filters read, and their parameters there. */
export const asked = ({
  rejected,
  since,
  until,
  ...filters
}: Filters & Range): { readonly path: string; readonly parameters: Parameters } => ({
  path: rejected ? "/rejected" : "/logs",
  parameters: { ...only(filters), from: since, to: until },
});

/** The path of the entry with this id. Rejections have a route of their own. */
export const pathOf = (id: string): string => `${id.startsWith("rejected.") ? "/rejected" : "/logs"}/${encoded(id)}`;

const only = ({ stream, type, source, subject, subjectPrefix }: Omit<Filters, "rejected">): Parameters => ({
  ...{ stream, type, source, subject, subjectPrefix },
});

const encoded = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
