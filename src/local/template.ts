import { readFileSync } from "node:fs";
import { parse } from "yaml";
import * as z from "zod";

/** What is deployed, as far as it can run here: the table's schema, and which function answers which route. */
export interface Template {
  readonly table: z.infer<typeof TableProperties>;
  readonly routes: readonly Route[];
}

export interface Route {
  /** `ANY` of `$default`. */
  readonly method: string;
  /** As API Gateway has it: `/logs/{id}`, `$default`. */
  readonly path: string;
  /** The name of a file in src/handlers. */
  readonly handler: string;
}

/** Reads the project's template.yaml, so that what runs here is what is deployed; throws where that lacks what is read. */
export const readTemplate = (url = new URL("../../template.yaml", import.meta.url)): Template => {
  // CloudFormation's functions in their short form (`!Ref Table`) are read as what they are given: only CloudFormation knows their values.
  const { Resources } = Document.parse(parse(readFileSync(url, "utf8"), { logLevel: "error" }));
  const table = Resources[TABLE];
  if (table === undefined) throw new Error(`${url.pathname} has no resource with the logical id "${TABLE}"`);
  const functions = Object.values(Resources).filter(({ Type }) => Type === "AWS::Serverless::Function");
  return {
    table: TableProperties.parse(table.Properties),
    routes: functions.flatMap(({ Properties }) => routesOf(LambdaFunction.parse(Properties))),
  };
};

// The logical id of the table that the functions read and write: a project may have other tables.
const TABLE = "Table";

const Document = z.object({
  Resources: z.record(z.string(), z.object({ Type: z.string(), Properties: z.unknown().optional() })),
});

const KeySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(["HASH", "RANGE"]) }));
const TableProperties = z.object({
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.enum(["S", "N", "B"]) })),
  KeySchema,
  GlobalSecondaryIndexes: z.array(
    z.object({
      IndexName: z.string(),
      KeySchema,
      Projection: z.object({ ProjectionType: z.enum(["ALL", "KEYS_ONLY"]) }),
    }),
  ),
});

const LambdaFunction = z.object({
  CodeUri: z.unknown().optional(),
  Events: z.record(z.string(), z.object({ Type: z.string(), Properties: z.looseObject({}).optional() })).default({}),
});
const Folder = z.string().transform((folder) => folder.replace(/\/$/, "").split("/").at(-1) ?? folder);
/** SAM takes an event without a method and a path for the route `$default`. */
const HttpApi = z.object({ Method: z.string().toUpperCase().default("ANY"), Path: z.string().default("$default") });

const routesOf = ({ CodeUri, Events }: z.infer<typeof LambdaFunction>): readonly Route[] =>
  Object.values(Events)
    .filter(({ Type }) => Type === "HttpApi")
    .map(({ Properties }) => HttpApi.parse(Properties))
    .map(({ Method, Path }) => ({ method: Method, path: Path, handler: Folder.parse(CodeUri) }));
