/** Says what has been seen to hold; what does not hold throws before. */
export const ok = (what: string): void => console.log(`ok   ${what}`);
