import { parseExact } from "./exactNumbers.ts";
import { stringify } from "./json.ts";

/** Stands in the place of what was taken out, so that nobody takes it for data. */
const REMOVED = "[removed]";

/**
 * Takes the credentials out of a JSON value, in place, and returns it. Each is replaced by {@link REMOVED}; its name stays.
 * These are replaced at any depth, and in JSON that is kept as text:
 * - what has the name of a credential, as the events of AWS name them: {@link NAMES};
 * - every header but content-type, user-agent and `ce-*`, and the query of a request: an authorizer may take its token from any of them;
 * - within a text: the signature of a presigned URL, the value in `name=value`, `"name": "value"` or a line `Name: value` with
 *   the name of a credential, a bearer token, and the password of `https://user:password@host`.
 *
 * What is encoded (base64, encryption) is kept as it is.
 */
export const withoutCredentials = (value: unknown): unknown => {
  const root = { value };
  const rest: Part[] = [{ of: root, are: "plain" }]; // a loop: a payload may be nested deeper than the stack reaches
  for (let part = rest.pop(); part !== undefined; part = rest.pop())
    for (const [member, inner] of Object.entries(part.of)) {
      const are = kindOf(part, member, inner);
      if (are === "credential") part.of[member] = REMOVED;
      else if (isContainer(inner)) rest.push({ of: inner, are });
      else if (typeof inner === "string" && cleaned(inner) !== inner) part.of[member] = cleaned(inner);
    }
  return root.value;
};

/** An object or an array, and what its members are. */
interface Part {
  readonly of: Record<string, unknown>;
  readonly are: "plain" | "headers";
}

const isContainer = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !JSON.isRawJSON(value);

/** A member is a credential where its name ends in one of these. */
const NAMES = [
  // API Gateway, AppSync, IoT and other authorizers; `token` ends those of S3 Object Lambda, Step Functions and SNS as well
  ...["authorization", "authorizer", "token", "identitysource", "apikey", "cookie", "cookies"],
  // CodePipeline, and AssumeRole in CloudTrail
  ...["credential", "credentials", "accesskey", "accesskeyid", "secretkey", "privatekey", "sessiontoken"],
  // Cognito, Transfer Family, Secrets Manager, environment variables
  ...["password", "passwd", "pwd", "passphrase", "secret", "secretstring", "secretbinary"],
  ...["tokenresponse", "challengeanswer", "privatechallengeparameters", "xamzsignature"],
];
const CREDENTIAL = new RegExp(`(${NAMES.join("|")})$`);
const NO_CREDENTIAL = /^(next|start|starting|continuation|page|pagination|sync|service)token$/;
const KEPT_HEADER = /^(content-type|user-agent|ce-.*)$/i;
const HEADERS = /^(raw|multivalue)?headers$/;
const QUERY = /^(raw|multivalue)?query(string|stringparameters)$/;

const kindOf = ({ of, are }: Part, member: string, value: unknown): Part["are"] | "credential" => {
  if (value === null || value === "" || typeof value === "boolean") return "plain";
  const name = nameOf(of, member);
  if (are === "headers") {
    if (name === undefined) return isContainer(value) ? "headers" : "credential";
    return KEPT_HEADER.test(name) || isNameOfPair(of, member) ? "plain" : "credential";
  }
  if (name === undefined) return "plain";
  if (isCredential(name) || QUERY.test(bare(name))) return "credential";
  if (HEADERS.test(bare(name))) return isContainer(value) ? "headers" : "credential";
  return name === "header" && isContainer(value) ? "headers" : "plain";
};

const isCredential = (name: string): boolean => CREDENTIAL.test(bare(name)) && !NO_CREDENTIAL.test(bare(name));

/** In lower case, without what separates words: `X-Api-Key` and `x_api_key` are one name. */
const bare = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

const NAME = /^(parameter)?(name|key)$/i;
const VALUE = /^(parameter)?value$/i;

/** The name of a member: none in an array; of the value in `{"name": "Cookie", "value": "..."}` it is `Cookie`. */
const nameOf = (of: Part["of"], member: string): string | undefined => {
  if (Array.isArray(of)) return undefined;
  const named = VALUE.test(member) ? Object.entries(of).find(([name]) => NAME.test(name))?.[1] : undefined;
  return typeof named === "string" ? named : member;
};

const isNameOfPair = (of: Part["of"], member: string): boolean =>
  NAME.test(member) && Object.keys(of).some((name) => VALUE.test(name));

const cleaned = (text: string): string => (/^\s*[[{]/.test(text) ? cleanedJson(text) : cleanedWords(text));

const cleanedJson = (text: string): string => {
  let json: unknown;
  try {
    json = parseExact(text);
  } catch {
    return cleanedWords(text);
  }
  const before = stringify(json);
  const after = stringify(withoutCredentials(json));
  return after === before ? text : after;
};

const PAIR = /(?<=^|[?&;,\s"'(])([\w.-]{2,60})(=)[^&#;,\s"'<>\\]+/g;
/** In a URL within a URL `?`, `&` and `=` are encoded. */
const ENCODED_PAIR = /(?<=%3F|%26)([\w.-]{2,60})(%3D)(?:(?!%26)[^&#;,\s"'<>\\])+/gi;
const QUOTED = /(["'])([\w.-]{2,60})\1(\s*:\s*)(["'])(?:(?!\4)[^\\\r\n]|\\.)+\4/g;
const HEADER_LINE = /(?<=^|[\s"'])([\w-]{2,60})([ \t]*:[ \t]*)[^\s"'][^\r\n"']*/g;
const BEARER = /\b(Bearer) [\w.~+/-]{8,}=*/g;
const USER_INFO = /(\b[a-z][a-z\d+.-]{1,20}:\/\/[^\s/?#@:"'<>]*:)[^\s/?#@"'<>]+@/gi;

/** Names of credentials in a URL or an `Authorization` header; elsewhere they name other things too. */
const IN_PAIR = /^(sig|policy|keypairid)$|signature$/;
const IN_LINE = /^(proxy-)?authorization$|^(set-)?cookie$|^x-(api-key|amz-security-token)$/i;

const cleanedWords = (text: string): string => {
  const pair = (all: string, name: string, is: string) =>
    isCredential(name) || IN_PAIR.test(bare(name)) ? `${name}${is}${REMOVED}` : all;
  const line = (all: string, name: string, is: string) => (IN_LINE.test(name) ? `${name}${is}${REMOVED}` : all);
  const quoted = (all: string, quote: string, name: string, is: string, open: string) =>
    isCredential(name) ? `${quote}${name}${quote}${is}${open}${REMOVED}${open}` : all;
  let result = text.replace(BEARER, `$1 ${REMOVED}`);
  if (text.includes("=")) result = result.replace(PAIR, pair);
  if (text.includes("%3")) result = result.replace(ENCODED_PAIR, pair);
  if (!text.includes(":")) return result;
  return result.replace(QUOTED, quoted).replace(HEADER_LINE, line).replace(USER_INFO, `$1${REMOVED}@`);
};
