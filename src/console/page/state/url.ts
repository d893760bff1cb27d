/** The views of the page. */
export const VIEWS = ["log", "rejected", "schedules", "local"] as const;
export type ViewName = (typeof VIEWS)[number];

/** The filters that can have one value, and those that can have several. The names are those of the API. */
export const SINGLE = ["source", "subject", "subjectPrefix"] as const;
export const MULTIPLE = ["stream", "type"] as const;

/** What the page shows. All of it is in the address, so that a link or a reload shows the same. */
export interface Place {
  readonly view: ViewName;
  /** The time range: an age, as in `-24h`, or a time in RFC 3339. Without `to`, it ends now and grows. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly stream: readonly string[];
  readonly type: readonly string[];
  readonly source?: string | undefined;
  readonly subject?: string | undefined;
  readonly subjectPrefix?: string | undefined;
  /** The id of the entry that is open, and the tab that shows it. */
  readonly entry?: string | undefined;
  readonly tab?: string | undefined;
  /** The group of rejections that is open. */
  readonly group?: string | undefined;
  /** The stack of the log. `tributary open` finds it by a link. */
  readonly stack?: string | undefined;
  readonly region?: string | undefined;
}

const OTHERS = ["from", "to", ...SINGLE, "entry", "tab", "group", "stack", "region"] as const;
const TIME = /^(-\d{1,9}[smhdw]|\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?)$/i;

/** The place that the query of an address names. What is no view and no time is left out. */
export const placeIn = (query: string): Place => {
  const parameters = new URLSearchParams(query);
  const text = (name: string) => parameters.get(name) || undefined;
  const time = (name: string) => (TIME.test(text(name) ?? "") ? text(name) : undefined);
  const entry = text("entry");
  const usual = entry?.startsWith("rejected.") ? "rejected" : "log";
  return {
    ...Object.fromEntries(OTHERS.map((name) => [name, text(name)])),
    from: time("from"),
    to: time("to"),
    view: VIEWS.find((name) => name === text("view")) ?? usual,
    stream: parameters.getAll("stream").filter(Boolean),
    type: parameters.getAll("type").filter(Boolean),
  };
};

/** The query of the address of a place. It is empty for the usual view. */
export const queryOf = (place: Place): string => {
  const parameters = new URLSearchParams();
  const usual = placeIn(`?entry=${encodeURIComponent(place.entry ?? "")}`).view;
  if (place.view !== usual) parameters.set("view", place.view);
  for (const name of MULTIPLE) for (const value of place[name]) parameters.append(name, value);
  for (const name of OTHERS) if (place[name]) parameters.set(name, place[name]);
  return parameters.size === 0 ? "" : `?${parameters}`;
};
