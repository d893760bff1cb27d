import { readFileSync } from "node:fs";
import { parse } from "yaml";
import * as z from "zod";

/** The parts of template.yaml that run locally: the schema of the table, and the function of each route. */
export interface Template {
  readonly table: z.infer<typeof TableProperties>;
  readonly routes: readonly Route[];
}

export interface Route {
  /** `ANY` of `$default`. */
  readonly method: string;
  /** As in API Gateway: `/logs/{id}`, `$default`. */
  readonly path: string;
  /** The name of a file in src/handlers. */
  readonly handler: string;
}

/** Reads template.yaml, so that the local system runs what is deployed. Throws if a part is missing. */
export const readTemplate = (url = new URL("../../template.yaml", import.meta.url)): Template => {
  // Only CloudFormation knows the value of a short form such as `!Ref Table`. It is read as the text `Table`.
  const { Resources } = Document.parse(parse(readFileSync(url, "utf8"), { logLevel: "error" }));
  const table = Resources[TABLE];
  if (table === undefined) throw new Error(`${url.pathname} has no resource with the logical id "${TABLE}"`);
  const functions = Object.values(Resources).filter(({ Type }) => Type === "AWS::Serverless::Function");
  return {
    table: TableProperties.parse(table.Properties),
    routes: functions.flatMap(({ Properties }) => routesOf(LambdaFunction.parse(Properties))),
  };
};

// The logical id of the log's table. A project may have other tables.
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
