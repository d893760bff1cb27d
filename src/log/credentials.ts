import { parseExact } from "./exactNumbers.ts";
import { stringify } from "./json.ts";

/** Replaces a credential, so that readers see that something was removed. */
const REMOVED = "[removed]";

/**
 * Removes the credentials from a JSON value, in place, and returns the value. {@link REMOVED} replaces each credential; its name
 * stays. It finds credentials at any depth, and in strings that hold JSON:
 * - fields that the events of AWS use for credentials: see {@link NAMES};
 * - all headers except content-type, user-agent and `ce-*`, and the query of a request, because an authorizer may read its token
 *   from any of them;
 * - within a text: the signature of a presigned URL, the value of `name=value`, `"name": "value"` or a line `Name: value` if the
 *   name is that of a credential, a bearer token, and the password of `https://user:password@host`.
 *
 * It does not look into encoded data (base64, encryption).
 */
export const withoutCredentials = (value: unknown): unknown => {
  const root = { value };
  const rest: Container[] = [{ members: root, kind: "plain" }]; // no recursion: a deep payload would overflow the stack
  for (let container = rest.pop(); container !== undefined; container = rest.pop())
    for (const [key, member] of Object.entries(container.members)) {
      const kind = kindOf(container, key, member);
      if (kind === "credential") container.members[key] = REMOVED;
      else if (isContainer(member)) rest.push({ members: member, kind });
      else if (typeof member === "string" && redacted(member) !== member) container.members[key] = redacted(member);
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

/** A member is a credential if its name ends with one of these. */
const NAMES = [
  // API Gateway, AppSync, IoT and other authorizers; `token` is also for S3 Object Lambda, Step Functions and SNS
  ...["authorization", "authorizer", "token", "identitysource", "apikey", "cookie", "cookies"],
  // CodePipeline, and AssumeRole in CloudTrail
  ...["credential", "credentials", "accesskey", "accesskeyid", "secretkey", "privatekey", "sessiontoken"],
  // Cognito, Transfer Family, Secrets Manager, environment variables
  ...["password", "passwd", "pwd", "passphrase", "secret", "secretstring", "secretbinary"],
  ...["tokenresponse", "challengeanswer", "privatechallengeparameters", "xamzsignature"],
  // SNS: whoever has such an address may end or confirm a subscription
  ...["subscribeurl"],
];
const CREDENTIAL = new RegExp(`(${NAMES.join("|")})$`);
const NO_CREDENTIAL = /^(next|start|starting|continuation|page|pagination|sync|service)token$/;
const KEPT_HEADER = /^(content-type|user-agent|ce-.*)$/i;
const HEADERS = /^(raw|multivalue)?headers$/;
const QUERY = /^(raw|multivalue)?query(string|stringparameters)$/;

const kindOf = ({ members, kind }: Container, key: string, value: unknown): Container["kind"] | "credential" => {
  if (value === null || value === "" || typeof value === "boolean") return "plain";
  const name = nameOf(members, key);
  if (kind === "headers") {
    if (name === undefined) return isContainer(value) ? "headers" : "credential";
    return KEPT_HEADER.test(name) || isNameOfPair(members, key) ? "plain" : "credential";
  }
  if (name === undefined) return "plain";
  if (isCredential(name) || QUERY.test(simplified(name))) return "credential";
  if (HEADERS.test(simplified(name))) return isContainer(value) ? "headers" : "credential";
  return name === "header" && isContainer(value) ? "headers" : "plain";
};

const isCredential = (name: string): boolean =>
  CREDENTIAL.test(simplified(name)) && !NO_CREDENTIAL.test(simplified(name));

/** A name in lower case and without separators: `X-Api-Key` and `x_api_key` are both `xapikey`. */
const simplified = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

const NAME = /^(parameter)?(name|key)$/i;
const VALUE = /^(parameter)?value$/i;

/** The name of a member. An item of an array has none. The value in `{"name": "Cookie", "value": "..."}` has the name `Cookie`. */
const nameOf = (members: Container["members"], key: string): string | undefined => {
  if (Array.isArray(members)) return undefined;
  const named = VALUE.test(key) ? Object.entries(members).find(([other]) => NAME.test(other))?.[1] : undefined;
  return typeof named === "string" ? named : key;
};

const isNameOfPair = (members: Container["members"], key: string): boolean =>
  NAME.test(key) && Object.keys(members).some((other) => VALUE.test(other));

const redacted = (text: string): string => (/^\s*[[{]/.test(text) ? redactedJson(text) : redactedWords(text));

const redactedJson = (text: string): string => {
  let json: unknown;
  try {
    json = parseExact(text);
  } catch {
    return redactedWords(text);
  }
  const before = stringify(json);
  const after = stringify(withoutCredentials(json));
  return after === before ? text : after;
};

const PAIR = /(?<=^|[?&;,\s"'(])([\w.-]{2,60})(=)[^&#;,\s"'<>\\]+/g;
/** The same in a URL that is a parameter of another URL: `?`, `&` and `=` are percent-encoded there. */
const ENCODED_PAIR = /(?<=%3F|%26)([\w.-]{2,60})(%3D)(?:(?!%26)[^&#;,\s"'<>\\])+/gi;
const QUOTED = /(["'])([\w.-]{2,60})\1(\s*:\s*)(["'])(?:(?!\4)[^\\\r\n]|\\.)+\4/g;
const HEADER_LINE = /(?<=^|[\s"'])([\w-]{2,60})([ \t]*:[ \t]*)[^\s"'][^\r\n"']*/g;
const BEARER = /\b(Bearer) [\w.~+/-]{8,}=*/g;
const USER_INFO = /(\b[a-z][a-z\d+.-]{1,20}:\/\/[^\s/?#@:"'<>]*:)[^\s/?#@"'<>]+@/gi;

/** Names of credentials in a URL or an `Authorization` header. In other places they may name something else. */
const IN_PAIR = /^(sig|policy|keypairid)$|signature$/;
const IN_LINE = /^(proxy-)?authorization$|^(set-)?cookie$|^x-(api-key|amz-security-token)$/i;

const redactedWords = (text: string): string => {
  const pair = (all: string, name: string, separator: string) =>
    isCredential(name) || IN_PAIR.test(simplified(name)) ? `${name}${separator}${REMOVED}` : all;
  const line = (all: string, name: string, separator: string) =>
    IN_LINE.test(name) ? `${name}${separator}${REMOVED}` : all;
  const quoted = (all: string, quote: string, name: string, separator: string, open: string) =>
    isCredential(name) ? `${quote}${name}${quote}${separator}${open}${REMOVED}${open}` : all;
  let result = text.replace(BEARER, `$1 ${REMOVED}`);
  if (text.includes("=")) result = result.replace(PAIR, pair);
  if (text.includes("%3")) result = result.replace(ENCODED_PAIR, pair);
  if (!text.includes(":")) return result;
  return result.replace(QUOTED, quoted).replace(HEADER_LINE, line).replace(USER_INFO, `$1${REMOVED}@`);
};
