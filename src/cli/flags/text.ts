/** Takes the argument as it is. */
export const text = (input: string): string => input;
