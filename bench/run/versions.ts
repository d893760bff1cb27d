import { readFile } from "node:fs/promises";
import * as z from "zod";
import { root } from "./root.ts";

const Lock = z.object({ packages: z.record(z.string(), z.object({ version: z.string().optional() })) });

const COMPARED = {
  "package-lock.json": [
    "@aws-sdk/client-dynamodb",
    "@aws-sdk/lib-dynamodb",
    "@middy/core",
    "@middy/event-normalizer",
    "dynalite",
    "esbuild",
    "zod",
  ],
  "bench/package-lock.json": [
    "@aws-lambda-powertools/event-handler",
    "@aws-lambda-powertools/idempotency",
    "@aws-lambda-powertools/logger",
    "@aws-lambda-powertools/parser",
    "@middy/http-error-handler",
    "@middy/http-header-normalizer",
  ],
} as const;

/** The versions of what is compared, as the lock files of the project and of the bench have them. */
export const lockedVersions = async (): Promise<Record<string, string>> => {
  const versions = await Promise.all(
    Object.entries(COMPARED).map(async ([file, names]) => {
      const { packages } = Lock.parse(JSON.parse(await readFile(`${root}${file}`, "utf8")));
      return names.map((name) => [name, z.string().parse(packages[`node_modules/${name}`]?.version)]);
    }),
  );
  return Object.fromEntries(versions.flat());
};
