/** What the page must know of the log that it shows. It has no secrets: `/_console/config.json` needs no token. */
export interface ConsoleConfig {
  readonly mode: "local" | "stack";
  /** The name of the log, for people. */
  readonly name: string;
  readonly region?: string;
  /** How to run the command in a shell: `npx tributary`. */
  readonly command: string;
  /** The flags with which the command talks to this log, ready for a shell. They can be empty. */
  readonly flags: string;
  /** The URL of the log's API. */
  readonly url: string;
}
