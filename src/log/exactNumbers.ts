import { jsonOf } from "./json.ts";

/** A number as its sender wrote it. `JSON.stringify` writes it out in the same way. */
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
 * Parses JSON. A number that a double cannot hold becomes a `JSON.rawJSON` object, so that it is written out as it was
 * sent; every other number is an ordinary one. What counts is the value: `1.10` is 1.1 and `1E5` is 100000. A double holds
 * -0, but `JSON.stringify` drops its sign, so -0 is kept as well.
 */
export const parseExact = (json: string): unknown =>
  mayBeInexact(json)
    ? JSON.parse(json, (_, value, { source }) =>
        typeof value === "number" && source !== undefined && !isExact(value, source) ? JSON.rawJSON(source) : value,
      )
    : JSON.parse(json);

/**
 * Whether a JSON text may hold a number that a double cannot hold: a quick look, so that few texts are parsed number by number. A
 * double holds every number of 15 digits with an exponent of two.
 */
export const mayBeInexact = (json: string): boolean =>
  /(?:^|[[:,\s])(?:-?\d[\d.]{15}|-?\d[\d.]*[eE][+-]?\d{3}|-0(?![\d.]*[1-9]))/.test(json);

/**
 * Data for schemas and work functions, which get ordinary numbers: the nearest double, Infinity where there is none.
 * Where that changes a number, `json` is the exact text of the data.
 */
export const withOrdinaryNumbers = (data: unknown): { readonly data: unknown; readonly json?: string } =>
  holdsRaw(data) ? { data: JSON.parse(JSON.stringify(data)), json: jsonOf(data) } : { data };

const isExact = (value: number, source: string): boolean => {
  if (!Number.isFinite(value) || Object.is(value, -0)) return false;
  const [sent, held] = [decimal(source), decimal(String(value))];
  return sent.digits === held.digits && sent.power === held.power;
};

/** A decimal number without its sign: digits that neither begin nor end with a zero, times ten to the power. */
const decimal = (text: string): { readonly digits: string; readonly power: number } => {
  const [, whole = "", fraction = "", exponent = "0"] = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const all = whole + fraction;
  const first = all.search(/[1-9]/);
  if (first === -1) return { digits: "", power: 0 };
  let end = all.length;
  while (all[end - 1] === "0") end--;
  return { digits: all.slice(first, end), power: Number(exponent) - fraction.length + all.length - end };
};

const holdsRaw = (value: unknown): boolean => {
  const rest = [value];
  while (rest.length > 0) {
    const next = rest.pop();
    if (typeof next !== "object" || next === null) continue;
    if (JSON.isRawJSON(next)) return true;
    for (const part of Object.values(next)) rest.push(part);
  }
  return false;
};
