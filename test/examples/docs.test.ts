import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compile } from "./project.ts";

const pages = ["README.md", ...readdirSync("docs").map((name) => `docs/${name}`)].filter((page) =>
  page.endsWith(".md"),
);

/** The TypeScript of the pages. `path` is in the first line of an example, and says which file of a project it is: `// src/streams.ts`. */
const blocks = pages.flatMap((page) =>
  [...readFileSync(page, "utf8").matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = ""]) => ({
    page,
    path: /^\/\/ (\S+\.ts)\n/.exec(code)?.[1],
    code,
  })),
);

const projects = pages
  .map((page) => ({
    page,
    files: Object.fromEntries(
      blocks.flatMap((block) => (block.page === page && block.path !== undefined ? [[block.path, block.code]] : [])),
    ),
  }))
  .filter(({ files }) => Object.keys(files).length > 0);

test.each(projects)("the examples of $page compile", ({ files }) => expect(compile(files)).toBe(""));

/** Code that test/e2e/clients.sh compiles and runs. */
const clients = readdirSync("test/e2e/clients")
  .filter((name) => name.endsWith(".ts"))
  .map((name) => readFileSync(`test/e2e/clients/${name}`, "utf8"))
  .join("\n");

test("every example without a path is a part of the clients that are tested", () => {
  const others = blocks.filter(({ path, code }) => path === undefined && !clients.includes(code.trim()));
  expect(others.map(({ page, code }) => `${page}: ${code}`)).toEqual([]);
});

test("the pages for projects have examples, and an example that is wrong does not compile", () => {
  expect(projects.map(({ page }) => page)).toEqual(
    expect.arrayContaining(["README.md", "docs/your-own-project.md", "docs/your-own-trigger.md"]),
  );
  const declaring = (streams: string) =>
    compile({
      "src/streams.ts": `import { defineStreams } from "tributary";\nexport const streams = defineStreams(${streams});`,
    });
  expect(declaring("{ Orders: {} }")).toContain("The name of a stream has only lower-case letters and digits");
  expect(declaring("{ orders: { bySubjekt: true } }")).toContain(
    "A stream has only the settings bySubject and sequenced",
  );
});
