import * as z from "zod";
import { Flag } from "./flag.ts";
import { parseProperties } from "./parseProperties.ts";

/** A function of the template, with the defaults of SAM and Lambda. */
export interface FunctionSettings {
  /** The logical id. */
  readonly id: string;
  /** The name that the template gives it, else the logical id. */
  readonly name: string;
  readonly arn: string;
  /** As in `app.handler`. */
  readonly handler: string;
  readonly runtime: string;
  readonly codeUri?: string | undefined;
  readonly inlineCode?: string | undefined;
  /** Set if SAM builds the function with esbuild. */
  readonly build?: EsbuildProperties | undefined;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** How many invocations may run at the same time. */
  readonly concurrency?: number | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly asynchronous: {
    readonly retries: number;
    readonly maxAgeMs: number;
    /** The ARN of the destination for events whose last retry failed. */
    readonly onFailure?: string | undefined;
  };
  readonly events: readonly FunctionEvent[];
}

/** One entry of the function's `Events`. */
export interface FunctionEvent {
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The `BuildProperties` of SAM's build method esbuild. */
export type EsbuildProperties = z.infer<typeof EsbuildProperties>;

/** Reads the resolved properties of a function. Throws a `UserError` that names a wrong one. */
export const parseFunction = (
  id: string,
  properties: unknown,
  metadata: unknown,
): Omit<FunctionSettings, "id" | "name" | "arn"> => {
  const { Timeout, MemorySize, EventInvokeConfig: retry, ...rest } = parseProperties(Properties, properties, id);
  const build = parseProperties(Metadata, metadata ?? {}, `${id}.Metadata`);
  return {
    handler: rest.Handler,
    runtime: rest.Runtime,
    codeUri: rest.CodeUri,
    inlineCode: rest.InlineCode,
    build: build.BuildMethod === "esbuild" ? build.BuildProperties : undefined,
    timeoutMs: Timeout * 1_000,
    memoryMb: MemorySize,
    concurrency: rest.ReservedConcurrentExecutions,
    environment: rest.Environment.Variables,
    asynchronous: {
      retries: retry.MaximumRetryAttempts,
      maxAgeMs: retry.MaximumEventAgeInSeconds * 1_000,
      onFailure: retry.DestinationConfig?.OnFailure?.Destination,
    },
    events: Object.entries(rest.Events).map(([key, { Type, Properties: given }]) => ({
      id: key,
      type: Type,
      properties: given,
    })),
  };
};

/**
 * The properties of a function together with those of `Globals`, as SAM merges them: objects are merged, lists are joined, and
 * another value of the function wins.
 */
export const withGlobals = (globals: unknown, own: unknown): unknown => {
  if (own === undefined) return globals;
  if (Array.isArray(globals) && Array.isArray(own)) return [...globals, ...own];
  if (!isPlain(globals) || !isPlain(own)) return own;
  return {
    ...globals,
    ...Object.fromEntries(Object.entries(own).map(([key, value]) => [key, withGlobals(globals[key], value)])),
  };
};

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !isIntrinsic(value);
// `{ Ref: x }` is one value: it is not merged with another.
const isIntrinsic = (value: object): boolean =>
  Object.keys(value).some((key) => key === "Ref" || key.startsWith("Fn::"));

const Text = z.coerce.string();
const Retry = z.object({
  MaximumRetryAttempts: z.coerce.number().int().min(0).max(2).default(2),
  MaximumEventAgeInSeconds: z.coerce.number().int().min(60).max(21_600).default(21_600),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.string().optional() }).optional() }).optional(),
});
const Properties = z.object({
  Handler: z.string().default("index.handler"),
  Runtime: z.string().default(""),
  CodeUri: z.string().optional(),
  InlineCode: z.string().optional(),
  Timeout: z.coerce.number().positive().max(900).default(3),
  MemorySize: z.coerce.number().int().min(128).default(128),
  ReservedConcurrentExecutions: z.coerce.number().int().min(0).optional(),
  Environment: z.object({ Variables: z.record(z.string(), Text).default({}) }).default({ Variables: {} }),
  EventInvokeConfig: Retry.default(Retry.parse({})),
  Events: z
    .record(z.string(), z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }))
    .default({}),
});

/** SAM takes a map, or a list of `name=value`. */
const Pairs = z.union([
  z.record(z.string(), Text),
  z
    .array(z.templateLiteral([z.string(), "=", z.string()]))
    .transform(
      (list): Record<string, string> =>
        Object.fromEntries(list.map((one) => [one.slice(0, one.indexOf("=")), one.slice(one.indexOf("=") + 1)])),
    ),
]);
const LOADERS = [
  "base64",
  "binary",
  "copy",
  "css",
  "dataurl",
  "empty",
  "file",
  "js",
  "json",
  "jsx",
  "text",
  "ts",
  "tsx",
] as const;
const Names = z.array(z.string()).default([]);
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-sam-cli-using-build-typescript.html
const EsbuildProperties = z.looseObject({
  EntryPoints: Names,
  External: Names,
  MainFields: z.union([z.string().transform((list) => list.split(",")), z.array(z.string())]).optional(),
  Format: z.enum(["cjs", "esm"]).default("cjs"),
  Target: Text.default("es2020"),
  Minify: Flag.default(true),
  KeepNames: Flag.optional(),
  Define: Pairs.optional(),
  Loader: Pairs.pipe(z.record(z.string(), z.enum(LOADERS))).default({}),
  Banner: Pairs.optional(),
});
const Metadata = z.object({
  BuildMethod: z.string().optional(),
  BuildProperties: EsbuildProperties.default(EsbuildProperties.parse({})),
});
