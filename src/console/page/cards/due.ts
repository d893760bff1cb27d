import { signal } from "@preact/signals";

/** When the schedule is to fire: a time in UTC for a field of a form, as in `2026-11-28T04:00:00`. */
export const due = signal(new Date().toISOString().slice(0, 19));

/** Asks for this time, in ms since 1970. */
export const setDue = (time: number): void => {
  due.value = new Date(time).toISOString().slice(0, 19);
};
