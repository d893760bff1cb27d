const AGE = /^-?(\d{1,6})([smhdw])$/;
const UNIT_MS = new Map([
  ["s", 1_000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
  ["w", 604_800_000],
]);

/** A time as the API takes it: `10m` and `-10m` are the age `-10m`. The API checks everything else. */
export const time = (input: string): string => (AGE.test(input) ? `-${input.replace("-", "")}` : input);

/** The same time, but absolute: RFC 3339 for an age, and unchanged for everything else. `now` is in ms since 1970. */
export const absolute = (time: string, now: number): string => {
  const [, count, unit = ""] = AGE.exec(time) ?? [];
  const unitMs = UNIT_MS.get(unit);
  return unitMs === undefined ? time : new Date(now - Number(count) * unitMs).toISOString();
};
