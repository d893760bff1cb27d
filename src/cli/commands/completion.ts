import { buildCommand } from "@stricli/core";
import { type Shell, scripts } from "../completion/scripts.ts";
import type { Context } from "../context.ts";

const shellNamed = (input: string): Shell => {
  if (input === "bash" || input === "zsh" || input === "fish") return input;
  throw new Error("Expected bash, zsh or fish");
};

export const completion = buildCommand<Record<never, never>, [Shell], Context>({
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [
        {
          parse: shellNamed,
          placeholder: "shell",
          brief: "bash, zsh or fish",
          proposeCompletions: () => ["bash", "zsh", "fish"],
        },
      ],
    },
  },
  docs: {
    brief: "Print a script that lets the shell complete commands and flags",
    fullDescription: `Prints a script for the shell. With it, the Tab key completes commands and flags.

EXAMPLES
  source <(tributary completion bash)              in ~/.bashrc
  source <(tributary completion zsh)               in ~/.zshrc, after compinit
  tributary completion fish | source               in ~/.config/fish/config.fish`,
  },
  async func(_flags, shell) {
    await this.out.write(scripts[shell]);
  },
});
