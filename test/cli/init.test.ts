import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { compile } from "../examples/project.ts";
import { cli } from "./cli.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "init-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const init = (name: string, ...flags: readonly string[]) =>
  cli(["init", name.startsWith("/") ? name : join(folder, name), ...flags]);

const dependenciesOf = (name: string) =>
  JSON.parse(readFileSync(join(folder, name, "package.json"), "utf8")).dependencies;

/** The texts of the files in a folder, by their paths. */
const filesOf = (path: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(path, { recursive: true, encoding: "utf8", withFileTypes: true })
      .filter((file) => file.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((file) => [file.slice(path.length + 1), readFileSync(file, "utf8")]),
  );

test("init writes a project that compiles, with the name of its folder", async () => {
  const { out, err, code } = await init("shop-log");
  expect([out, code]).toEqual(["", 0]);
  expect(err).toContain("not on npm yet");
  expect(err).toContain(
    `cd ${folder}/shop-log\n  npm install path/to/tributary-${packageJson.version}.tgz\n  npm test\n`,
  );
  const files = filesOf(join(folder, "shop-log"));
  expect(files["samconfig.toml"]).toContain('stack_name = "shop-log"');
  expect(files[".gitignore"]).toContain("node_modules/");
  expect(Object.values(files).join("")).not.toContain("my-log");
  expect(compile(Object.fromEntries(Object.entries(files).filter(([path]) => path.endsWith(".ts"))))).toBe("");
});

test("the project depends on the versions that this package is built and tested with", async () => {
  await init("shop-log");
  const { name, dependencies, devDependencies } = JSON.parse(
    readFileSync(join(folder, "shop-log/package.json"), "utf8"),
  );
  expect(name).toBe("shop-log");
  expect(dependencies).toEqual({ tributary: packageJson.version, zod: packageJson.devDependencies.zod });
  const ours: Readonly<Record<string, string>> = packageJson.devDependencies;
  expect(devDependencies).toEqual(
    Object.fromEntries(Object.keys(devDependencies).map((one) => [one, ours[one] ?? "a package that we do not have"])),
  );
  const peers = Object.keys(packageJson.peerDependencies);
  expect(Object.keys({ ...dependencies, ...devDependencies })).toEqual(expect.arrayContaining(peers));
});

test("with --package, the project takes the package from that file", async () => {
  const file = join(folder, "tributary.tgz");
  writeFileSync(file, "");
  expect(await init("logs/shop-log", "--package", file)).toEqual({
    out: "",
    err: `The project shop-log is written. README.md in it says what is where. Go on with:\n  cd ${folder}/logs/shop-log\n  npm install\n  npm test\n  npm start\n`,
    code: 0,
  });
  expect(dependenciesOf("logs/shop-log")).toEqual({
    tributary: "file:../../tributary.tgz",
    zod: packageJson.devDependencies.zod,
  });
  mkdirSync(join(folder, "deep/er"), { recursive: true });
  symlinkSync(join(folder, "deep/er"), join(folder, "link"));
  await init("link/shop-log", "--package", file);
  expect(dependenciesOf("link/shop-log").tributary, "npm follows links before `..`").toBe(
    "file:../../../tributary.tgz",
  );
});

test("without the file of --package, or with a folder in its place, nothing is written", async () => {
  expect(await init("shop-log", "--package", join(folder, "none.tgz"))).toEqual({
    out: "",
    err: `tributary: There is no package in ${folder}/none.tgz: ENOENT: no such file or directory, stat '${folder}/none.tgz'. npm pack writes it\n`,
    code: 1,
  });
  expect(await init("shop-log", "--package", folder)).toEqual({
    out: "",
    err: `tributary: ${folder} is no file: run npm pack in it, and name the file that this writes\n`,
    code: 1,
  });
  expect(readdirSync(folder)).toEqual([]);
});

test("init never touches a folder with files, and a folder with a new repository is empty", async () => {
  mkdirSync(join(folder, "full"));
  writeFileSync(join(folder, "full/mine.txt"), "mine");
  expect(await init("full")).toEqual({
    out: "",
    err: `tributary: ${folder}/full is not empty: name a new folder, or empty this one\n`,
    code: 1,
  });
  expect(filesOf(join(folder, "full"))).toEqual({ "mine.txt": "mine" });
  mkdirSync(join(folder, "new/.git"), { recursive: true });
  expect((await init("new")).code).toBe(0);
  expect((await init("new")).code).toBe(1);
});

test("of two at once, one writes the project and the other one fails", async () => {
  const codes = (await Promise.all([init("twice"), init("twice")])).map(({ code }) => code);
  expect(codes.sort()).toEqual([0, 1]);
});

test.each(["My-Log", "my_log", "1a", "-a", "a--b", "a b", "café", "a".repeat(129), "favicon.ico"])(
  "%s is no name of a package and of a stack",
  async (name) => {
    expect(await init(name)).toEqual({
      out: "",
      err: `tributary: "${name}" cannot be the name of a package and of a stack: use at most 128 lower-case letters, digits, and hyphens between them, as in my-log\n`,
      code: 2,
    });
    expect(readdirSync(folder)).toEqual([]);
  },
);

test("a project cannot have the name of a package that it needs, and a file is no folder", async () => {
  expect(await init("zod")).toMatchObject({
    err: "tributary: The project needs the package zod, so it cannot have this name itself: choose another one\n",
    code: 2,
  });
  expect(readdirSync(folder)).toEqual([]);
  expect((await init("yaml")).code, "a package that only this repository needs").toBe(0);
  writeFileSync(join(folder, "file"), "");
  expect(await init("file")).toMatchObject({
    err: `tributary: ${folder}/file is no folder for a project: ENOTDIR: not a directory, scandir '${folder}/file'\n`,
    code: 1,
  });
});
