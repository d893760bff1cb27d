import packageJson from "../../../package.json" with { type: "json" };

/** The version of each package that a project may need: this one, and what it is itself built and tested with. */
export const dependencies: Readonly<Record<string, string>> = {
  ...packageJson.dependencies,
  ...packageJson.devDependencies,
  [packageJson.name]: packageJson.version,
};
