import { AGE_UNITS, isoOf } from "../../log/time.ts";

const AGE = /^-?(\d{1,6})([smhdw])$/;

/** A time as the API takes it: `10m` and `-10m` are the age `-10m`. The API checks everything else. */
export const time = (input: string): string => (AGE.test(input) ? `-${input.replace("-", "")}` : input);

/** The same time, but absolute: RFC 3339 for an age, and unchanged for everything else. `now` is in ms since 1970. */
export const absolute = (time: string, now: number): string => {
  const [, count, unit = ""] = AGE.exec(time) ?? [];
  const unitMs = AGE_UNITS.get(unit);
  return unitMs === undefined ? time : isoOf(now - Number(count) * unitMs);
};
