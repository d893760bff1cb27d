import type { ConsoleConfig } from "../../server/config.ts";
import { collectionOf } from "../api/target.ts";

/** The command that prints an entry. */
export const commandFor = ({ command, flags }: ConsoleConfig, id: string): string =>
  [command, "get", id, flags].filter(Boolean).join(" ");

/** The call of curl that reads an entry. For a deployed log, it is signed with the credentials of the environment. */
export const curlFor = ({ mode, url, region = "" }: ConsoleConfig, id: string): string => {
  const address = `${url}${collectionOf(id)}/${encodeURIComponent(id)}`;
  if (mode === "local") return `curl ${address}`;
  return [
    `curl ${address}`,
    `--aws-sigv4 aws:amz:${region}:execute-api`,
    '--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"',
    '--header "x-amz-security-token: $AWS_SESSION_TOKEN"',
  ].join(" ");
};
