import fc from "fast-check";
import { NAMES, text, value } from "./values.ts";

type Path = readonly string[];
type Change = (old: unknown) => unknown;
const GONE = Symbol("gone");

/** A fixture with one change at one place. If it has an HTTP body of JSON, half of the changes are inside the body. */
export const mutated = (fixture: unknown): fc.Arbitrary<unknown> => {
  const body = bodyOf(fixture);
  const outside = changed(fixture);
  if (body === undefined) return outside;
  return fc.oneof(
    outside,
    changed(body).map((other) => Object.assign({}, fixture, { body: JSON.stringify(other), isBase64Encoded: false })),
  );
};

const changed = (whole: unknown): fc.Arbitrary<unknown> =>
  fc.tuple(fc.constantFrom(...pathsOf(whole)), change).map(([path, to]) => {
    const other = at(whole, path, to);
    return other === GONE ? null : other;
  });

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.constant<Change>(() => GONE),
  value.map((other) => () => other),
  text.map((other) => () => other),
  fc.constantFrom<Change>(
    retyped,
    (old) => [old],
    (old) => ({ ...Object(old) }),
    (old) => `${JSON.stringify(old)}`,
  ),
  fc.tuple(fc.constantFrom(...NAMES), value).map(
    ([name, extra]) =>
      (old: unknown) =>
        Object.fromEntries([...Object.entries(Object(old)), [name, extra]]),
  ),
);

function retyped(old: unknown): unknown {
  if (typeof old === "string") return old.length;
  if (typeof old === "number" || typeof old === "boolean") return String(old);
  if (old === null) return {};
  return Array.isArray(old) ? Object.fromEntries(Object.entries(old)) : Object.values(Object(old));
}

/** The paths to all parts of a value. The first path is that of the value itself. */
const pathsOf = (whole: unknown): readonly Path[] => [
  [],
  ...(typeof whole === "object" && whole !== null
    ? Object.entries(whole).flatMap(([name, part]) => pathsOf(part).map((path) => [name, ...path]))
    : []),
];

/** A copy with the change at the path. */
const at = (whole: unknown, [name, ...rest]: Path, to: Change): unknown => {
  if (name === undefined) return to(whole);
  const parts = Object.entries(Object(whole))
    .map(([key, part]): [string, unknown] => [key, key === name ? at(part, rest, to) : part])
    .filter(([, part]) => part !== GONE);
  return Array.isArray(whole) ? parts.map(([, part]) => part) : Object.fromEntries(parts);
};

const bodyOf = (event: unknown): unknown => {
  const { body, isBase64Encoded }: { body?: unknown; isBase64Encoded?: unknown } = Object(event);
  if (typeof body !== "string") return undefined;
  try {
    return JSON.parse(isBase64Encoded === true ? Buffer.from(body, "base64").toString() : body);
  } catch {
    return undefined;
  }
};
