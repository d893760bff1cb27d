import { signal } from "@preact/signals";
import { isoOf } from "../../../log/time.ts";

/** A time in UTC for a field of a form, as in `2026-11-28T04:00:00`. */
const fieldOf = (time: number): string => isoOf(time).slice(0, 19);

/** When the schedule is to fire, as {@link fieldOf} writes it. */
export const due = signal(fieldOf(Date.now()));

/** Asks for this time, in ms since 1970. */
export const setDue = (time: number): void => {
  due.value = fieldOf(time);
};
