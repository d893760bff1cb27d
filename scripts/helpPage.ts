import { application } from "../src/cli/application.ts";
import { run } from "../src/cli/run.ts";

const silent = { write: async () => {}, isTerminal: false, width: 80, hasColor: false };

const never = (): never => {
  throw new Error("A help text needs nothing of the world");
};

/** The help of the command line with these arguments. */
const helpOf = async (...args: readonly string[]): Promise<string> => {
  let help = "";
  const out = {
    ...silent,
    write: async (text: string) => {
      help += text;
    },
  };
  await run([...args, "--help"], {
    ...{
      out,
      err: silent,
      env: {},
      now: never,
      random: never,
      fetch: never,
      ask: never,
      browse: never,
      pause: never,
      goOnUnread: never,
    },
    input: Object.assign((async function* () {})(), { isTerminal: false }),
    signal: new AbortController().signal,
  });
  return help;
};

/** The page of the documentation with the help of every command, as Markdown. */
export const helpPage = async (): Promise<string> => {
  const names =
    "getAllEntries" in application.root ? application.root.getAllEntries().map(({ name }) => name.original) : [];
  const commands = await Promise.all(names.map(async (name) => `## ${name}\n\n\`\`\`\n${await helpOf(name)}\`\`\``));
  return [
    "# The command",
    "`npm run help` writes this page: it is what `tributary --help` and `tributary <command> --help` print. [recipes.md](recipes.md) shows the command at work.",
    `\`\`\`\n${await helpOf()}\`\`\``,
    ...commands,
    "",
  ]
    .join("\n\n")
    .replace(/\n\n$/, "\n");
};
