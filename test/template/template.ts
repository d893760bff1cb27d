import { readFileSync } from "node:fs";
import { type CollectionTag, parse, type ScalarTag } from "yaml";
import * as z from "zod";

const Properties = z.record(z.string(), z.json());
const Resource = z.object({
  Type: z.string(),
  DependsOn: z.string().optional(),
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
  Conditions: z.record(z.string(), z.json()),
  Globals: z.object({ Function: Properties }),
  Resources: z.record(z.string(), Resource),
  Outputs: z.record(z.string(), z.json()),
});

const customTags = [
  ...["Ref", "GetAtt", "Sub"].map((name): ScalarTag => ({ tag: `!${name}`, resolve: (value) => ({ [name]: value }) })),
  ...["If", "Not", "Equals"].map((name): CollectionTag => ({ tag: `!${name}`, collection: "seq" })),
];

const LambdaFunction = z.looseObject({
  CodeUri: z.string(),
  Role: z.object({ GetAtt: z.string() }),
  Timeout: z.number(),
  Events: z.record(z.string(), z.object({ Type: z.string(), Properties: Properties.default({}) })).default({}),
});

const Settings = z.looseObject({ Environment: z.object({ Variables: Properties }).optional() });

// Lambda polls these sources. It invokes a function asynchronously for all others but HTTP.
const POLLED = ["SQS", "Kinesis", "DynamoDB", "MQ", "MSK", "SelfManagedKafka", "DocumentDB"];

/** Parses the text of any template, as {@link stackOf} does. */
export const parseTemplate = (text: string): unknown => parse(text, { customTags, logLevel: "error" });

/** Reads the text of a template. The short forms !Ref, !GetAtt and !Sub become `{ Ref: "…" }` and so on. !If, !Not and !Equals become lists. */
export const stackOf = (text: string) => {
  const template = Template.parse(parseTemplate(text));

  /** The resources of this type, each with its logical id. */
  const ofType = (type: string) =>
    Object.entries(template.Resources).flatMap(([id, one]) => (one.Type === type ? [{ id, ...one }] : []));

  const resource = (id: string) => {
    const found = template.Resources[id];
    if (found === undefined) throw new Error(`The template has no resource with the logical id ${id}`);
    return found;
  };

  /** The functions, each with the settings of `Globals`. `name` is the name of its file in src/handlers. */
  const functions = ofType("AWS::Serverless::Function").map(({ id, Properties }) => {
    const all = Settings.parse(template.Globals.Function);
    const own = Settings.parse(Properties);
    const Environment = { Variables: { ...all.Environment?.Variables, ...own.Environment?.Variables } };
    const { Events, ...settings } = LambdaFunction.parse({ ...all, ...own, Environment });
    const events = Object.values(Events);
    return {
      id,
      name: settings.CodeUri.replace("dist/", ""),
      role: settings.Role.GetAtt.replace(/\.Arn$/, ""),
      settings,
      events,
      isHttp: events.every(({ Type }) => Type === "HttpApi"),
      isAsynchronous: events.some(({ Type }) => Type !== "HttpApi" && !POLLED.includes(Type)),
    };
  });

  return { template, ofType, resource, functions };
};

/** The text of template.yaml. */
export const templateText = readFileSync(new URL("../../template.yaml", import.meta.url), "utf8");

export const { template, ofType, resource, functions } = stackOf(templateText);
