import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as z from "zod";

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
const Engines = z.looseObject({ node: z.string().optional() }).optional();
const Package = z.object({ engines: Engines.catch(undefined), optional: z.boolean().default(false) }); // in very old packages, `engines` is a list
const Lock = z.object({ packages: z.record(z.string(), Package) });

/** The oldest Node that package.json promises, as in `>=22.14.0`. */
const promised = z
  .templateLiteral([">=", z.string()])
  .parse(z.object({ engines: z.object({ node: z.string() }) }).parse(JSON.parse(read("package.json"))).engines.node);
const oldest = promised.slice(">=".length).split(".").map(Number);

test("`npm ci` prints no warning about a package on the oldest promised Node", () => {
  const { "": own, ...packages } = Lock.parse(JSON.parse(read("package-lock.json"))).packages;
  expect(own?.engines?.node).toBe(promised);
  const tooNew = Object.entries(packages).filter(
    ([, { engines, optional }]) => !optional && engines?.node !== undefined && !admits(engines.node, oldest), // npm skips a package of another platform
  );
  expect(tooNew.map(([name, { engines }]) => `${name} needs Node ${engines?.node}`)).toEqual([]);
});

test("the README promises the same Node", () => {
  expect(read("README.md")).toContain(`Node.js ${oldest[0]}.${oldest[1]} or newer`);
});

/** Whether a range of `engines` includes this version. In one of its alternatives, every comparator must hold. */
const admits = (range: string, version: readonly number[]): boolean =>
  range.split("||").some((all) =>
    all
      .replaceAll(/([<>=^]) +/g, "$1")
      .replaceAll(/\.x\b/g, "") // `>=0.8.x` is `>=0.8`
      .trim()
      .split(/ +/)
      .every((comparator) => comparator === "*" || holds(comparator, version)),
  );

const holds = (comparator: string, version: readonly number[]): boolean => {
  const [, sign, text] = /^(>=|<=|<|\^|)(\d+(?:\.\d+){0,2})(?:\.x)?$/.exec(comparator) ?? [];
  if (text === undefined) throw new Error(`This test cannot read the comparator "${comparator}": extend it`);
  const bound = text.split(".").map(Number);
  const order =
    bound.map((number, index) => (version[index] ?? 0) - number).find((difference) => difference !== 0) ?? 0;
  if (sign === ">=") return order >= 0;
  if (sign === "<=") return order <= 0;
  if (sign === "<") return order < 0;
  return sign === "^" ? order >= 0 && version[0] === bound[0] : order === 0;
};

test.each([
  [">=22.14.0", true],
  [">=22.14.1", false],
  [">= 18", true],
  ["20 || >=22", true],
  ["^20.19.0 || ^22.13.0 || >=23.5.0", true],
  ["^20.19.0 || ^24.0.0", false],
  [">=20 <=24", true],
  [">=18 <22", false],
  ["22", true],
  ["*", true],
])("the range %j includes Node 22.14.0: %j", (range, expected) => expect(admits(range, [22, 14, 0])).toBe(expected));
