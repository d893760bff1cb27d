import { decimal } from "./decimal.ts";
import { isDeeperThan, MAX_DEPTH } from "./depth.ts";

/** A number as its sender wrote it. `JSON.stringify` writes it in the same way. */
interface RawJson {
  readonly rawJSON: string;
}

declare global {
  interface JSON {
    rawJSON(text: string): RawJson;
    isRawJSON(value: unknown): value is RawJson;
    parse(
      text: string,
      reviver: (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown,
    ): unknown;
  }
}

/**
 * Parses JSON. A number that a double cannot hold becomes a `JSON.rawJSON` object, so that `JSON.stringify` writes it as it was
 * sent. Every other number is an ordinary one, and so is each number of a JSON that is nested deeper than {@link MAX_DEPTH}. Only the value counts: `1.10` becomes 1.1, and `1E5` becomes 100000. -0 becomes a
 * `JSON.rawJSON` object too, because `JSON.stringify` drops the sign of an ordinary -0.
 */
export const parseExact = (json: string): unknown =>
  mayBeInexact(json) && !isDeeperThan(json, MAX_DEPTH) // with a reviver, JSON.parse recurses
    ? JSON.parse(json, (_, value, { source }) =>
        typeof value === "number" && source !== undefined && !isExact(value, source) ? JSON.rawJSON(source) : value,
      )
    : JSON.parse(json);

/**
 * Whether a JSON text may have a number that a double cannot hold. A double can hold every number with up to 15 digits and an
 * exponent of up to two digits. This quick check makes the slow parsing with a reviver rare.
 */
export const mayBeInexact = (json: string): boolean =>
  /(?:^|[[:,\s])(?:-?\d[\d.]{15}|-?\d[\d.]*[eE][+-]?\d{3}|-0(?![\d.]*[1-9]))/.test(json);

const isExact = (value: number, source: string): boolean => {
  if (!Number.isFinite(value) || Object.is(value, -0)) return false;
  return decimal(source) === decimal(String(value));
};
