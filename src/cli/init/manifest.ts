import * as z from "zod";
import packageJson from "../../../package.json" with { type: "json" };
import { wrongUsage } from "../failure.ts";

const packages = z.record(z.string(), z.string());
const Manifest = z.object({ dependencies: packages, devDependencies: packages });

/** The version of each package that a project may need: what this one is itself built and tested with. */
const tested: Readonly<Record<string, string>> = {
  ...packageJson.dependencies,
  ...packageJson.devDependencies,
};

/**
 * The starter's package.json (its text) with the name of the project and with exact versions. `own` says where this package comes from
 * if not from npm. Throws a Failure if npm refuses the name.
 */
export const manifest = (text: string, name: string, own: string = packageJson.version): string => {
  const given: object = JSON.parse(text);
  const { dependencies, devDependencies } = Manifest.parse(given);
  if (Object.hasOwn({ ...dependencies, ...devDependencies }, name))
    throw wrongUsage(`The project needs the package ${name}, so it cannot have this name itself: choose another one`);
  const known = { ...tested, [packageJson.name]: own };
  const versions = (names: Readonly<Record<string, string>>) =>
    packages.parse(Object.fromEntries(Object.keys(names).map((one) => [one, known[one]])));
  const written = {
    ...given,
    name,
    dependencies: versions(dependencies),
    devDependencies: versions(devDependencies),
  };
  return `${JSON.stringify(written, null, 2)}\n`;
};
