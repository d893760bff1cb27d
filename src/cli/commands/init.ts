import { buildCommand } from "@stricli/core";
import packageJson from "../../../package.json" with { type: "json" };
import { printable } from "../../log/printable.ts";
import type { Context } from "../context.ts";
import { text } from "../flags/text.ts";
import { shellWord } from "../output/shellWord.ts";

/** The file that npm pack writes. */
const PACKED = `tributary-${packageJson.version}.tgz`;

const UNPUBLISHED =
  "The package tributary is not on npm yet, and the package of this name there is another one: run npm pack in the repository of tributary, and install the file that it writes. ";

interface Flags {
  readonly package?: string;
}

export const init = buildCommand<Flags, [string], Context>({
  parameters: {
    flags: {
      package: {
        kind: "parsed",
        parse: text,
        optional: true,
        placeholder: "file",
        brief: "The package tributary as npm pack has written it. The project takes it from there, and not from npm",
      },
    },
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
The package is not on npm yet, and the package tributary on npm is another one. So give --package the file that npm pack writes in the
repository of tributary.

EXAMPLES
  tributary init my-log --package ${PACKED}
  tributary init .`,
  },
  async func({ package: file }, folder) {
    const { projectNameOf } = await import("../init/projectName.ts");
    const { packageSpec } = await import("../init/packageSpec.ts");
    const { writeProject } = await import("../init/writeProject.ts");
    const name = projectNameOf(folder);
    await writeProject(folder, name, file === undefined ? undefined : await packageSpec(file, folder));
    const install = file === undefined ? `npm install path/to/${PACKED}` : "npm install";
    const steps = [...(folder === "." ? [] : [`cd ${shellWord(folder)}`]), install, "npm test", "npm start"];
    await this.err.write(
      `The project ${name} is written. README.md in it says what is where. ${file === undefined ? UNPUBLISHED : ""}Go on with:\n`,
    );
    await this.err.write(steps.map((step) => `  ${printable(step)}\n`).join(""));
  },
});
