import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** Makes a SAM project in a folder of its own: the files by their paths. It is deleted when the test ends. */
export const newProject = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), "local-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  symlinkSync(fileURLToPath(new URL("../../node_modules", import.meta.url)), join(folder, "node_modules"));
  for (const [path, text] of Object.entries(files)) put(folder, path, text);
  return folder;
};

/** Writes a file of a project. */
export const put = (folder: string, path: string, text: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};

/** A project with one function, `Fn`, whose code is src/handlers/fn.ts. `more` are lines of its properties. */
export const oneFunction = (code: string, more = ""): Readonly<Record<string, string>> => ({
  "template.yaml": `
Transform: AWS::Serverless-2016-10-31
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs24.x
      CodeUri: dist/fn
      Handler: fn.handler
      Events:
        Any: { Type: HttpApi, Properties: { Method: ANY, Path: "/{path+}" } }
${more}
`,
  "src/handlers/fn.ts": code,
});
