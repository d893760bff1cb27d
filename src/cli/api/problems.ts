import { errorText } from "../../log/errorText.ts";
import { isoOf } from "../../log/time.ts";
import { type Failure, failure } from "../failure.ts";
import { Problem } from "./answers.ts";
import { clockFault, isTooFar } from "./clock.ts";

/** What was asked, for the text of an error. */
export interface Asked {
  readonly method: string;
  /** The URL of the API. */
  readonly url: string;
  readonly path: string;
  readonly isLocal: boolean;
  /** By how many ms the clock of the API is ahead of this one. */
  readonly ahead?: number | undefined;
}

/** The error for an answer that is not a success. */
export const refused = ({ method, url, path, isLocal, ahead = 0 }: Asked, status: number, body: string): Failure => {
  const route = path.split("?")[0] ?? path;
  const parsed = Problem.safeParse(jsonOrText(body));
  if (status === 403 && !isLocal && isTooFar(ahead)) return failure(clockFault(ahead));
  if (status === 403 && !isLocal)
    return failure(
      `IAM does not allow ${method} ${route} on ${url}: allow execute-api:Invoke on this route, or use another --profile`,
    );
  if (!parsed.success)
    return failure(
      `${url} answered ${method} ${route} with ${status} and no problem report: is this the URL of a log?`,
    );
  const { detail, message, instance, errors } = parsed.data;
  const faults = errors.map(
    ({ pointer, header, parameter, detail }) => `${flagOf(parameter) ?? header ?? pointer}: ${detail}`,
  );
  const what = detail ?? message ?? `${method} ${route} was answered with ${status}`;
  if (instance === undefined || faults.length === 0) return failure([what, ...faults].join("; "));
  return failure(`${faults.join("; ")}; it is kept as ${instance.split("/").at(-1)}`);
};

/** The error when nothing answered at all. */
export const unreachable = ({ url, isLocal }: Asked, thrown: unknown): Failure =>
  failure(
    isLocal
      ? `Nothing answers at ${url} (${causeOf(thrown)}): start the local stack with npm start, or name a deployed one with --stack`
      : `${url} does not answer (${causeOf(thrown)}): check the URL and the network`,
    thrown,
  );

/** The error if the AWS SDK finds no credentials, or cannot renew them. */
export const noCredentials = (thrown: unknown): Failure =>
  failure(`There are no valid AWS credentials (${errorText(thrown).replace(/\.$/, "")}): ${SIGN_IN}`, thrown);

/** The error for credentials whose time is over. */
export const expired = (at: Date): Failure =>
  failure(`The AWS credentials expired at ${isoOf(at.getTime())}: ${SIGN_IN}`);

const SIGN_IN = "sign in, for example with aws sso login, or use another --profile";

/** The error for a success that is not what the API answers. */
export const notALog = ({ method, url, path }: Asked): Failure =>
  failure(`${url} does not answer ${method} ${path.split("?")[0]} as a log of this version: is this the URL of a log?`);

// The API calls them `from` and `to`.
const FLAGS = new Map([
  ["from", "--since"],
  ["to", "--until"],
  ["subjectPrefix", "--subject-prefix"],
]);
const flagOf = (parameter: string | undefined): string | undefined =>
  parameter && (FLAGS.get(parameter) ?? `--${parameter}`);

const causeOf = (thrown: unknown): string => {
  const cause = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown;
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : errorText(cause);
};

const jsonOrText = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
};
