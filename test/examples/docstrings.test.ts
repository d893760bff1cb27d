import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compile } from "./project.ts";

const entries = ["index", "read", "testing"];
const textOf = (path: string) => readFileSync(new URL(`../../src/${path}`, import.meta.url), "utf8");

/** The functions that the package exports, each with the file that defines it. */
const functions = entries.flatMap((entry) =>
  [...textOf(`${entry}.ts`).matchAll(/^export \{([^}]*)\} from "\.\/(.*)";$/gm)].flatMap(([, names = "", file = ""]) =>
    names
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "" && !name.startsWith("type "))
      .map((name) => ({ name, file, from: entry === "index" ? "tributary" : `tributary/${entry}` })),
  ),
);

/** The example in the docstring of a function, without the asterisks. */
const exampleOf = ({ name, file }: { readonly name: string; readonly file: string }): string | undefined => {
  const [, doc = ""] =
    new RegExp(`/\\*\\*((?:(?!\\*/)[^])*?)\\*/\\nexport (?:const|function) ${name}\\b`).exec(textOf(file)) ?? [];
  return doc
    .replaceAll(/^ \* ?/gm, "")
    .split("@example\n")[1]
    ?.trimEnd();
};

/** An example may leave out its imports. These are added. */
const withImports = (code: string): string => {
  const isMissing = (name: string) =>
    new RegExp(`\\b${name}\\b`).test(code) &&
    !new RegExp(`import [^;]*\\b${name}\\b[^;]* from|const \\{[^}]*\\b${name}\\b[^}]*\\} =`).test(code);
  return [
    ...functions.filter(({ name }) => isMissing(name)).map(({ name, from }) => `import { ${name} } from "${from}";`),
    ...(isMissing("onEvent") ? ['import { onEvent } from "./onEvent.ts";'] : []),
    ...(isMissing("z") ? ['import * as z from "zod";'] : []),
    code,
    "export {};",
  ].join("\n");
};

const STREAMS = `import { defineStreams } from "tributary";
export const streams = defineStreams({ s3: {}, http: {}, schedule: {}, orders: {}, alerts: {}, clicks: {} });
`;

test("every function of the package has an example in its docstring, and the examples compile", () => {
  expect(functions.filter((one) => exampleOf(one) === undefined).map(({ name }) => name)).toEqual([]);
  const files = functions.map((one) => [`src/${one.name}.example.ts`, withImports(exampleOf(one) ?? "")] as const);
  expect(files.length).toBeGreaterThan(15);
  expect(compile({ "src/streams.ts": STREAMS, ...Object.fromEntries(files) })).toBe("");
});
