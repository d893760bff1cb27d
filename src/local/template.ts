import { readFileSync } from "node:fs";
import { type CollectionTag, parse, type ScalarTag } from "yaml";
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
  const { Resources } = Document.parse(parse(readFileSync(url, "utf8"), { customTags }));
  const resources = Object.values(Resources);
  const [table] = resources.filter(({ Type }) => Type === "AWS::DynamoDB::Table");
  const functions = resources.filter(({ Type }) => Type === "AWS::Serverless::Function");
  return {
    table: TableProperties.parse(table?.Properties),
    routes: functions.flatMap(({ Properties }) => routesOf(LambdaFunction.parse(Properties))),
  };
};

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
  CodeUri: z.string().transform((folder) => folder.replace(/\/$/, "").split("/").at(-1) ?? folder),
  Events: z.record(z.string(), z.object({ Type: z.string(), Properties: z.looseObject({}).optional() })).default({}),
});
/** SAM takes an event without a method and a path for the route `$default`. */
const HttpApi = z.object({ Method: z.string().toUpperCase().default("ANY"), Path: z.string().default("$default") });

const routesOf = ({ CodeUri, Events }: z.infer<typeof LambdaFunction>): readonly Route[] =>
  Object.values(Events)
    .filter(({ Type }) => Type === "HttpApi")
    .map(({ Properties }) => HttpApi.parse(Properties))
    .map(({ Method, Path }) => ({ method: Method, path: Path, handler: CodeUri }));

// CloudFormation's functions in their short form: what they would give is known only there, so they are read as what they are given.
const customTags = [
  ...["Ref", "Sub", "GetAtt"].map((name): ScalarTag => ({ tag: `!${name}`, resolve: (value) => value })),
  ...["If", "Not", "Equals"].map((name): CollectionTag => ({ tag: `!${name}`, collection: "seq" })),
];
