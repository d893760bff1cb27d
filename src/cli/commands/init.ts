import { buildCommand } from "@stricli/core";
import { printable } from "../../log/printable.ts";
import type { Context } from "../context.ts";
import { text } from "../flags/text.ts";
import { shellWord } from "../output/shellWord.ts";

export const init = buildCommand<Record<never, never>, [string], Context>({
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [
        { parse: text, placeholder: "folder", brief: "The folder of the project. Its name is the project's name" },
      ],
    },
  },
  docs: {
    brief: "Write a new project with a log of its own",
    fullDescription: `Writes a SAM project on the package tributary into a folder: functions for uploads, HTTP calls and a schedule, the function that reads the
log, a template, fixtures and tests. The folder must be new or empty; it may hold a repository of git. Nothing is installed.

EXAMPLES
  tributary init my-log
  tributary init .`,
  },
  async func(_flags, folder) {
    const { projectNameOf } = await import("../init/projectName.ts");
    const { writeProject } = await import("../init/writeProject.ts");
    const name = projectNameOf(folder);
    await writeProject(folder, name);
    const steps = [...(folder === "." ? [] : [`cd ${shellWord(folder)}`]), "npm install", "npm test", "npm start"];
    await this.err.write(`The project ${name} is written. README.md in it says what is where. Go on with:\n`);
    await this.err.write(steps.map((step) => `  ${printable(step)}\n`).join(""));
  },
});
