import { readFileSync } from "node:fs";
import { type CollectionTag, parse, type ScalarTag } from "yaml";
import * as z from "zod";

const Properties = z.record(z.string(), z.json());
const Resource = z.object({
  Type: z.string(),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
  Properties: Properties.default({}),
});
const Parameter = z.object({
  Type: z.string(),
  Description: z.string(),
  ConstraintDescription: z.string(),
  Default: z.string(),
  AllowedPattern: z.string().optional(),
  AllowedValues: z.array(z.string()).optional(),
});
const Template = z.object({
  Parameters: z.record(z.string(), Parameter),
  Globals: z.object({ Function: Properties }),
  Resources: z.record(z.string(), Resource),
  Outputs: z.record(z.string(), z.json()),
});

const customTags = [
  ...["Ref", "GetAtt", "Sub"].map((name): ScalarTag => ({ tag: `!${name}`, resolve: (value) => ({ [name]: value }) })),
  ...["If", "Not", "Equals"].map((name): CollectionTag => ({ tag: `!${name}`, collection: "seq" })),
];

/** template.yaml as it stands; `{ Ref: "…" }`, `{ GetAtt: "…" }` and `{ Sub: "…" }` are the short forms !Ref, !GetAtt and !Sub; !If and its kin are their lists. */
export const template = Template.parse(
  parse(readFileSync(new URL("../../template.yaml", import.meta.url), "utf8"), { customTags }),
);

/** The resources of that type, each with its logical id. */
export const ofType = (type: string) =>
  Object.entries(template.Resources).flatMap(([id, resource]) => (resource.Type === type ? [{ id, ...resource }] : []));

/** The one resource of that type. */
export const only = (type: string) => {
  const [resource, ...more] = ofType(type);
  if (resource === undefined || more.length > 0) throw new Error(`template.yaml has not one ${type}`);
  return resource;
};

const LambdaFunction = z.looseObject({
  CodeUri: z.string(),
  Role: z.object({ GetAtt: z.string() }),
  Timeout: z.number(),
  Events: z.record(z.string(), z.object({ Type: z.string(), Properties })),
});

const Settings = z.looseObject({ Environment: z.object({ Variables: Properties }).optional() });

/** The functions, each with what `Globals` gives to all; `name` is that of its file in src/handlers. */
export const functions = ofType("AWS::Serverless::Function").map(({ id, Properties }) => {
  const all = Settings.parse(template.Globals.Function);
  const own = Settings.parse(Properties);
  const Environment = { Variables: { ...all.Environment?.Variables, ...own.Environment?.Variables } };
  const { Events, ...settings } = LambdaFunction.parse({ ...all, ...own, Environment });
  const role = settings.Role.GetAtt.replace(/\.Arn$/, "");
  return { id, name: settings.CodeUri.replace("dist/", ""), role, settings, events: Object.values(Events) };
});
