/** Prints what a check has shown. A check that fails throws before this. */
export const ok = (what: string): void => console.log(`ok   ${what}`);
