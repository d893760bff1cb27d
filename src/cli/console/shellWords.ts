import { shellWord } from "../output/shellWord.ts";

/** Flags with their values as words of a shell. Those without a value are left out. */
export const shellWords = (flags: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(flags)
    .flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, shellWord(value)]))
    .join(" ");
