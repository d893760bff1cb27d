const LONGEST = 255; // in the API
/** How long a key can be to which each line of stdin adds a hyphen and its number. */
export const LONGEST_OF_LINES = 240;

/** An Idempotency-Key, as a header can carry it. Throws for anything else. */
export const key = (input: string): string => {
  if (input.length > LONGEST || !/^[!-~]([ -~]*[!-~])?$/.test(input))
    throw new Error(`Expected 1 to ${LONGEST} printable ASCII characters, without spaces around them`);
  return input;
};
