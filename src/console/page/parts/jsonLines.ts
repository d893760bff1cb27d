import { printableJson } from "../../../log/printable.ts";

/** A part of a line of JSON: what it is, and its text. */
interface Token {
  readonly kind: "key" | "string" | "number" | "word" | "sign";
  readonly text: string;
}

/** A line of indented JSON. */
export interface Line {
  readonly depth: number;
  readonly tokens: readonly Token[];
  /** What is wrong with the value of this line. */
  readonly marks: readonly string[];
}

/** A fault, and the path to it in the value. */
export interface Mark {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

/**
 * A value as lines of indented JSON. Each mark is at the line of its value. If the value is missing, its mark is at the line of the object
 * in which it should be.
 */
export const jsonLines = (value: unknown, marks: readonly Mark[] = []): readonly Line[] => {
  const lines: Line[] = [];
  const write = (depth: number, before: readonly Token[], one: unknown, comma: string, here: readonly Mark[]): void => {
    const end: readonly Token[] = comma === "" ? [] : [sign(comma)];
    const parts = partsOf(one);
    const own = here.filter(
      ({ path: [step] }) => step === undefined || !parts?.some(([name]) => name === String(step)),
    );
    const texts = own.map(({ path, text }) => (path.length === 0 ? text : `${path.join(".")}: ${text}`));
    if (parts === undefined) return void lines.push({ depth, tokens: [...before, scalar(one), ...end], marks: texts });
    const [open, close] = Array.isArray(one) ? ["[", "]"] : ["{", "}"];
    if (parts.length === 0)
      return void lines.push({ depth, tokens: [...before, sign(open + close), ...end], marks: texts });
    lines.push({ depth, tokens: [...before, sign(open)], marks: texts });
    for (const [index, [name, part]] of parts.entries()) {
      const key = Array.isArray(one) ? [] : [{ kind: "key", text: textOf(name) } as const, sign(": ")];
      const inner = here.flatMap(({ path: [step, ...rest], text }) =>
        step !== undefined && String(step) === name ? [{ path: rest, text }] : [],
      );
      write(depth + 1, key, part, index < parts.length - 1 ? "," : "", inner);
    }
    lines.push({ depth, tokens: [sign(close), ...end], marks: [] });
  };
  write(0, [], value, "", marks);
  return lines;
};

const sign = (text: string): Token => ({ kind: "sign", text });

/** The members of an object, or the elements of an array. `undefined` for any other value. */
const partsOf = (value: unknown): readonly (readonly [string, unknown])[] | undefined =>
  typeof value === "object" && value !== null && !JSON.isRawJSON(value) ? Object.entries(value) : undefined;

const scalar = (value: unknown): Token => {
  const kind = typeof value === "string" ? "string" : value === null || typeof value === "boolean" ? "word" : "number";
  return { kind, text: textOf(value) };
};

const textOf = (value: unknown): string => printableJson(JSON.stringify(value) ?? "null");
