import { UserError } from "../userError.ts";
import type { Schedule } from "./schedule.ts";

type Named = Pick<Schedule, "name" | "arn">;

/** The schedule of this name, or of `group/name`. Throws a `UserError` if there is none, or if several groups have one of this name. */
export const scheduleNamed = <S extends Named>(schedules: readonly S[], given: string): S => {
  const found = schedules.filter((one) => one.name === given || longNameOf(one) === given);
  const [only, ...more] = found;
  if (only === undefined) {
    const names = schedules.map((one) => shortNameOf(one, schedules)).join(", ") || "none";
    throw new UserError(`There is no schedule ${given}. The template has ${names}`);
  }
  if (more.length > 0)
    throw new UserError(`There are several schedules ${given}. Name one of ${found.map(longNameOf).join(", ")}`);
  return only;
};

/** The name of a schedule, with its group if others have the same name. */
export const shortNameOf = (schedule: Named, all: readonly Named[]): string =>
  all.filter(({ name }) => name === schedule.name).length > 1 ? longNameOf(schedule) : schedule.name;

/** `group/name`. A rule has no group, so it is `rule/name`. */
const longNameOf = ({ arn }: Named): string => arn.replace(/^.*:(schedule\/)?/, "");
