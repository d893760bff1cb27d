import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type BuildOptions, type BuildResult, context, formatMessages } from "esbuild";
import type { FunctionSettings } from "../project/functions.ts";
import { whyNotRun } from "../project/whyNotRun.ts";
import { UserError } from "../userError.ts";
import { INIT_MS } from "./initTime.ts";
import { type Source, sourceOf } from "./source.ts";

/** The bundled code of a function: a file that a worker imports. */
export interface Code {
  readonly file: string;
  /** The file that was bundled, relative to the template. */
  readonly source: string;
}

/** Bundles the functions of a project. */
export interface Bundles {
  readonly of: (functionId: string) => Code | undefined;
  readonly stop: () => Promise<void>;
}

/** The functions whose code changed, or the errors of a build that failed. */
export type Change = { readonly changed: readonly string[] } | { readonly errors: string };

interface Options {
  readonly functions: readonly FunctionSettings[];
  /** The folder of the template. */
  readonly folder: string;
  /** The bundles are written to this folder. It must lie in the project, so that they find the project's node_modules. */
  readonly out: string;
  /** If set, the sources are watched. */
  readonly onChange?: ((change: Change) => void) | undefined;
}

/**
 * Bundles all functions with esbuild: with the settings of SAM's build method, or those of a plain ESM bundle. Functions with equal
 * settings share one build. Throws a `UserError` with esbuild's messages.
 */
export const bundle = async ({ functions, folder, out, onChange }: Options): Promise<Bundles> => {
  const codes = new Map<string, Code>();
  const groups = Map.groupBy(
    functions.filter((one) => whyNotRun(one) === undefined).map((one) => ({ id: one.id, ...sourceOf(one, folder) })),
    ({ options }) => JSON.stringify(options),
  );
  mkdirSync(out, { recursive: true });

  const isCurrent = (file: string): boolean => [...codes.values()].some((one) => one.file === file);
  /** A copy that has just started may not have read the file yet. */
  const deleteLater = (file: string): void => {
    setTimeout(() => {
      if (!isCurrent(file)) rmSync(file, { force: true });
    }, INIT_MS).unref();
  };

  const keep = (sources: readonly Source[], { outputFiles = [] }: BuildResult<{ write: false }>): readonly string[] =>
    outputFiles.flatMap(({ path, hash, contents }) => {
      const source = sources.find(({ id }) => path.endsWith(`/${id}.js`));
      if (source === undefined) return [];
      // A worker may still read the file of the last build, so each build has a name of its own.
      const file = join(
        out,
        `${source.id}.${hash.replaceAll(/\W/g, "_")}.${source.options.format === "cjs" ? "cjs" : "mjs"}`,
      );
      const last = codes.get(source.id);
      if (last?.file === file) return [];
      writeFileSync(file, contents);
      codes.set(source.id, { file, source: source.source });
      if (last !== undefined) deleteLater(last.file);
      return [source.id];
    });

  const builds = await Promise.all(
    [...groups.values()].map(async (sources) => {
      let isFirst = true;
      const build = await context({
        ...optionsOf(sources, { folder, out }),
        plugins: [
          {
            name: "reload",
            setup: ({ onEnd }) =>
              onEnd(async (result) => {
                if (isFirst) return;
                if (result.errors.length > 0) onChange?.({ errors: await textOf(result) });
                else onChange?.({ changed: keep(sources, { ...result, outputFiles: result.outputFiles ?? [] }) });
              }),
          },
        ],
      });
      const result = await build.rebuild().catch(async (error: unknown) => {
        await build.dispose();
        throw new UserError(`The functions cannot be bundled:\n${await textOf(error)}`, error);
      });
      keep(sources, result);
      isFirst = false;
      if (onChange !== undefined) await build.watch();
      return build;
    }),
  );

  return {
    of: (functionId) => codes.get(functionId),
    stop: async () => {
      await Promise.all(builds.map((build) => build.dispose()));
      rmSync(out, { recursive: true, force: true });
      for (const folder of [dirname(out), dirname(dirname(out))]) removeIfEmpty(folder);
    },
  };
};

const optionsOf = (sources: readonly Source[], { folder, out }: Pick<Options, "folder" | "out">) =>
  ({
    ...sources[0]?.options,
    absWorkingDir: folder,
    entryPoints: sources.map(({ id, file }) => ({ in: file, out: id })),
    outdir: out,
    write: false,
    bundle: true,
    platform: "node",
    sourcemap: "inline",
    sourcesContent: false,
    legalComments: "none",
    logLevel: "silent",
  }) as const satisfies BuildOptions;

const textOf = async (failure: unknown): Promise<string> => {
  const errors =
    failure instanceof Object && "errors" in failure && Array.isArray(failure.errors) ? failure.errors : [];
  if (errors.length === 0) return String(failure);
  return (await formatMessages(errors, { kind: "error", color: false })).join("").trim();
};

/** Deletes the bundles of processes that were killed. Each process has a folder that is named by its id. */
export const removeStaleBuilds = (folder: string): void => {
  if (!existsSync(folder)) return;
  for (const pid of readdirSync(folder))
    if (!isRunning(Number(pid))) rmSync(join(folder, pid), { recursive: true, force: true });
};

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const removeIfEmpty = (folder: string): void => {
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
};
