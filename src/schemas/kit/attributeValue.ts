import * as z from "zod";
import { parseExact } from "../../log/exactNumbers.ts";
import type { Fields } from "./unread.ts";

/** The attributes of an item, as plain JSON. */
export interface Attributes {
  /** In it, a number that a double cannot hold is a `JSON.rawJSON` object. */
  readonly exact: Fields;
  /** The same with ordinary numbers. */
  readonly data: Fields;
}

/**
 * The attributes of an item, in the JSON of DynamoDB, as plain JSON: `{"id": {"N": "1"}}` becomes `{"id": 1}`. A set becomes an array,
 * and bytes stay base64. Nothing is lost.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_AttributeValue.html
 */
export const attributes = z.unknown().transform((input, context): Attributes => {
  const faults: Fault[] = [];
  const exact = plainMembers(input, [], { number: parseExact, faults });
  const [fault] = faults;
  if (fault === undefined) return { exact, data: plainMembers(input, [], { number: Number, faults }) };
  context.addIssue({ code: "custom", path: [...fault.path], message: `Invalid attribute: ${fault.message}` });
  return z.NEVER;
});

type Path = readonly (string | number)[];

interface Fault {
  readonly path: Path;
  readonly message: string;
}

interface Walk {
  /** Reads the text of a number. */
  readonly number: (text: string) => unknown;
  readonly faults: Fault[];
}

/** DynamoDB nests attributes up to 32 levels deep. A path has two steps for each level. */
const MAX_STEPS = 400;
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

// An attribute may have the name `__proto__`. `Object.fromEntries` makes an ordinary field of it.
const plainMembers = (input: unknown, path: Path, walk: Walk): Fields => {
  if (typeof input === "object" && input !== null && !Array.isArray(input))
    return Object.fromEntries(
      Object.entries(input).map(([name, value]) => [name, plain(value, [...path, name], walk)]),
    );
  walk.faults.push({ path, message: "expected attributes by name" });
  return {};
};

const plain = (value: unknown, path: Path, walk: Walk): unknown => {
  const fault = (message: string): undefined => void walk.faults.push({ path, message });
  const text = (member: unknown) => (typeof member === "string" ? member : fault("expected a text"));
  const number = (member: unknown) =>
    typeof member === "string" && NUMBER.test(member) ? walk.number(member) : fault("expected the text of a number");
  const list = (members: unknown, read: (member: unknown, index: number) => unknown) =>
    Array.isArray(members) ? members.map(read) : fault("expected a list");
  if (path.length > MAX_STEPS) return fault("it is nested too deeply");
  const [[type, content] = ["", undefined], ...others]: [string, unknown][] = Object.entries(Object(value));
  if (others.length > 0) return fault("expected one type");
  switch (type) {
    case "S":
    case "B":
      return text(content);
    case "N":
      return number(content);
    case "BOOL":
      return typeof content === "boolean" ? content : fault("expected a boolean");
    case "NULL":
      return null;
    case "SS":
    case "BS":
      return list(content, text);
    case "NS":
      return list(content, number);
    case "L":
      return list(content, (member, index) => plain(member, [...path, type, index], walk));
    case "M":
      return plainMembers(content, [...path, type], walk);
    default:
      return fault('expected a type of DynamoDB, as in {"S": "text"}');
  }
};
