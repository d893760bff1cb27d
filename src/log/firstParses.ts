/**
 * Options for the parses of a schema. Zod compiles a parser for each object schema. To compile one takes longer than a few parses
 * without it, so the first parses of a process do without: a cold start has only those.
 *
 * @example
 * const parsed = schema.safeParse(input, firstParses());
 */
export const firstParses = (): { readonly jitless: boolean } => ({ jitless: parses++ < FIRST });

const FIRST = 100;
let parses = 0;
