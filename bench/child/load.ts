import { createRequire } from "node:module";
import type { LambdaHandler } from "../../src/middleware/lambda.ts";

/** Loads the `handler` of a file as Lambda's runtime does: an ES module by import, any other file by require. */
export const load = async (file: string): Promise<LambdaHandler<unknown>> => {
  const { handler } = file.endsWith(".mjs") ? await import(file) : createRequire(import.meta.url)(file);
  return handler;
};
