/**
 * The first instant at which the clocks of a time zone show a wall time. Nothing if they never do, because they were put forward over
 * it. A wall time is written in ms since 1970 as if it were UTC; instants are in ms since 1970.
 */
export const instantOf = (wall: number, timeZone: string): number | undefined => {
  // The offsets on both sides of any change of the clocks.
  const offsets = [wall - DAY, wall + DAY].map((instant) => wallOf(instant, timeZone) - instant);
  const instants = offsets.map((offset) => wall - offset).filter((instant) => wallOf(instant, timeZone) === wall);
  return instants.length > 0 ? Math.min(...instants) : undefined;
};

/** What the clocks of a time zone show at an instant. Throws a RangeError if there is no such time zone. */
export const wallOf = (instant: number, timeZone: string): number => {
  const parts = Object.fromEntries(
    clock(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const { year, month, day, hour, minute, second } = parts;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) + (((instant % 1000) + 1000) % 1000);
};

const DAY = 86_400_000;

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Making a format takes much longer than using it. */
const clock = (timeZone: string): Intl.DateTimeFormat => {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const number = "2-digit";
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: number,
    day: number,
    hour: number,
    minute: number,
    second: number,
  });
  clocks.set(timeZone, made);
  return made;
};
