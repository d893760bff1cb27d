import { type NewEntry, reserved } from "./entry.ts";
import { attributeFault } from "./fields.ts";
import { isJsonText } from "./isJsonText.ts";
import { FIRST_MS, isoOf, LAST_MS } from "./time.ts";

/**
 * Throws an error if a trigger has made an entry that the log could not find again, or that no reader could read. The compiler finds
 * only some of these faults. It is no fault of the event, so the record fails and Lambda delivers it again. This runs for each
 * record, so it is no schema.
 */
export const checkEntry = (stream: string, entry: NewEntry): void => {
  const fault = entryFault(entry);
  if (fault !== undefined) throw new Error(`The trigger of the stream "${stream}" makes a wrong entry: ${fault}`);
};

const entryFault = (entry: NewEntry): string | undefined => {
  for (const name in entry)
    if (!NAMES.has(name)) return `${name} is no field of an entry. Expected ${[...NAMES].join(", ")}`;
  for (const [name, check] of CHECKS) {
    const fault = check(entry[name]);
    if (fault !== undefined) return `${name} ${fault}`;
  }
  return entry.data_base64 !== undefined && (entry.data !== undefined || entry.json !== undefined)
    ? "data_base64 is there together with data. Expected only one of them"
    : undefined;
};

/** What is wrong with a value, as the end of a sentence that begins with the name of its field; `undefined` if nothing is. */
type Check = (value: unknown) => string | undefined;

const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined ? undefined : check(value);

const identity: Check = (value) =>
  Array.isArray(value) && value.every((part) => typeof part === "string") && value.some((part) => part !== "")
    ? undefined
    : 'is wrong. Expected a list of texts that are not all empty, as in ["ses", messageId]';

const time: Check = (value) => {
  const ms = typeof value === "string" ? Date.parse(value) : Number.NaN;
  if (ms >= FIRST_MS && ms <= LAST_MS && isoOf(ms) === value) return undefined;
  return `is ${typeof value === "string" ? `"${value.slice(0, 50)}"` : typeof value}. Expected RFC 3339 in UTC with milliseconds, as in 2026-01-31T12:00:00.000Z. The schemas \`moment\` and \`instant\` return it`;
};

const attribute: Check = (value) => {
  if (typeof value !== "string" || value === "") return "is wrong. Expected a text of at least one character";
  const fault = attributeFault(value);
  return fault && `is wrong. ${fault}`;
};

const json: Check = (value) =>
  typeof value === "string" && isJsonText(value) ? undefined : "is wrong. Expected JSON text";

const base64: Check = (value) =>
  typeof value === "string" && value.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(value)
    ? undefined
    : "is wrong. Expected base64";

const object: Check = (value) =>
  typeof value === "object" && value !== null ? undefined : "is wrong. Expected an object";

const extensions: Check = (value) => {
  for (const [name, scalar] of Object.entries(Object(value))) {
    const fault = scalar === undefined ? undefined : (nameFault(name) ?? scalarFault(scalar));
    if (fault !== undefined) return `has ${name.slice(0, 50)}. ${fault}`;
  }
  return object(value);
};

const nameFault = (name: string): string | undefined => {
  if (!/^[a-z0-9]+$/.test(name)) return "Expected a name of lower-case letters and digits";
  return TAKEN.has(name) ? "This name is taken: an entry has a field of this name. Choose another one" : undefined;
};

/** Numbers are 32-bit integers (CloudEvents 1.0.2, Type System). */
const scalarFault: Check = (value) => {
  if (typeof value === "string") return attributeFault(value);
  const isScalar = typeof value === "boolean" || (typeof value === "number" && (value | 0) === value);
  return isScalar ? undefined : "Expected a text, a boolean or a 32-bit integer";
};

const CHECKS: ReadonlyMap<keyof NewEntry, Check> = new Map<keyof NewEntry, Check>([
  ["identity", identity],
  ["time", time],
  ["claim", optional(object)],
  ["source", attribute],
  ["type", attribute],
  ["subject", optional(attribute)],
  ["datacontenttype", optional(attribute)],
  ["dataschema", optional(attribute)],
  ["data", () => undefined],
  ["json", optional(json)],
  ["data_base64", optional(base64)],
  ["extensions", optional(extensions)],
]);
const NAMES: ReadonlySet<string> = new Set(CHECKS.keys());

/** The reserved extensions that a trigger sets, and not the log. */
const OF_TRIGGERS: readonly string[] = ["originid", "origintime", "principal", "sourceip"] satisfies Reserved[];
type Reserved = (typeof reserved)[number];

const TAKEN: ReadonlySet<string> = new Set([
  ...["specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema", "data"],
  ...reserved.filter((name) => !OF_TRIGGERS.includes(name)),
]);
