import { isCredential, simplified } from "./credentialNames.ts";
import { REMOVED, redactedWords } from "./credentialText.ts";
import { parseExact } from "./exactNumbers.ts";
import { stringify } from "./json.ts";
import { repeatedName } from "./repeatedName.ts";

/**
 * Removes the credentials from a JSON value, in place, and returns the value. `[removed]` replaces each credential; its name
 * stays. It finds credentials at any depth, and in strings that hold JSON:
 * - fields that the events of AWS use for credentials: see credentialNames.ts;
 * - all headers except content-type, user-agent and `ce-*` (of these, only those that the first rule names), and the query of a
 *   request, because an authorizer may read its token from any of them;
 * - within a text: the signature of a presigned URL, the value of `name=value`, `"name": "value"` (also in escaped JSON) or a line
 *   `Name: value` if the name is that of a credential, a bearer token, and the password of `https://user:password@host`.
 *
 * It does not look into encoded data (base64, encryption).
 */
export const withoutCredentials = (value: unknown): unknown => {
  const root = { value };
  const rest: Container[] = [{ members: root, kind: "plain" }]; // no recursion: a deep payload would overflow the stack
  for (let container = rest.pop(); container !== undefined; container = rest.pop()) {
    const pair = pairIn(container.members);
    for (const [key, member] of Object.entries(container.members)) {
      const kind = kindOf(container, pair, key, member);
      if (kind === "credential") container.members[key] = REMOVED;
      else if (isContainer(member)) rest.push({ members: member, kind });
      else if (typeof member === "string") container.members[key] = redacted(member);
    }
  }
  return root.value;
};

/** An object or an array, and what its members are. */
interface Container {
  readonly members: Record<string, unknown>;
  readonly kind: "plain" | "headers";
}

const isContainer = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !JSON.isRawJSON(value);

const KEPT_HEADER = /^(content-type|user-agent|ce-.*)$/i;
const HEADERS = /^(raw|multivalue)?headers$/;
const QUERY = /^(raw|multivalue)?query(string|stringparameters)$/;

const kindOf = (
  { members, kind }: Container,
  pair: Pair,
  key: string,
  value: unknown,
): Container["kind"] | "credential" => {
  if (value === null || value === "" || typeof value === "boolean") return "plain";
  const name = Array.isArray(members) ? undefined : VALUE.test(key) && pair.name !== undefined ? pair.name : key;
  if (kind === "headers") {
    if (name === undefined) return isContainer(value) ? "headers" : "credential";
    return (KEPT_HEADER.test(name) && !isCredential(name)) || (NAME.test(key) && pair.hasValue)
      ? "plain"
      : "credential";
  }
  if (name === undefined) return "plain";
  if (isCredential(name) || QUERY.test(simplified(name))) return "credential";
  if (HEADERS.test(simplified(name))) return isContainer(value) ? "headers" : "credential";
  return name === "header" && isContainer(value) ? "headers" : "plain";
};

const NAME = /^(parameter)?(name|key)$/i;
const VALUE = /^(parameter)?value$/i;

/** An object like `{"name": "Cookie", "value": "..."}`. The member `value` has the name `Cookie`. */
interface Pair {
  readonly name: string | undefined;
  readonly hasValue: boolean;
}

// Read once for each object: an object may have thousands of members that look like a value.
const pairIn = (members: Container["members"]): Pair => {
  const names = Object.keys(members);
  const named = names.find((name) => NAME.test(name));
  const name = named === undefined ? undefined : members[named];
  return { name: typeof name === "string" ? name : undefined, hasValue: names.some((name) => VALUE.test(name)) };
};

const redacted = (text: string): string => (/^\s*[[{"]/.test(text) ? redactedJson(text) : redactedWords(text));

const redactedJson = (text: string): string => {
  let json: unknown;
  try {
    if (repeatedName(text) !== undefined) return redactedWords(text); // JSON.parse would hide the first value
    json = parseExact(text);
  } catch {
    return redactedWords(text);
  }
  const before = stringify(json);
  const after = stringify(withoutCredentials(json));
  return after === before ? text : after;
};
