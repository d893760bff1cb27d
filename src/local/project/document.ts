import { readFileSync } from "node:fs";
import { isAlias, isMap, isScalar, isSeq, type Node, parseDocument } from "yaml";
import * as z from "zod";
import { UserError } from "../userError.ts";

/** A SAM template as JSON. The short forms of CloudFormation are written out: `!Ref Table` is `{ Ref: "Table" }`. */
export type Document = z.infer<typeof Document>;

/** Reads a template. Throws a `UserError` that names the file, the line and what is wrong. */
export const readDocument = (file: string): Document => {
  const yaml = parseDocument<Node>(textOf(file), { logLevel: "error" });
  const [broken] = yaml.errors;
  if (broken !== undefined) throw new UserError(`${file} is not valid YAML: ${broken.message.trim()}`);
  const jsonOf = (node: unknown): unknown => {
    if (isAlias(node)) return jsonOf(node.resolve(yaml));
    const value = plainOf(node);
    const tag = isMap(node) || isSeq(node) || isScalar(node) ? node.tag : undefined;
    return tag?.startsWith("!") ? writtenOut(tag.slice(1), value) : value;
  };
  const plainOf = (node: unknown): unknown => {
    if (isSeq(node)) return node.items.map(jsonOf);
    if (isMap(node))
      return Object.assign({}, ...node.items.map((pair) => fieldOf(keyOf(pair.key), jsonOf(pair.value))));
    return isScalar(node) ? node.value : null;
  };
  const parsed = Document.safeParse(jsonOf(yaml.contents));
  if (!parsed.success) throw new UserError(`${file} is not a SAM template: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
};

const textOf = (file: string): string => {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UserError(
      `The template ${file} cannot be read. Run the command in the folder of template.yaml, or name it with --template`,
      error,
    );
  }
};

const keyOf = (key: unknown): string => String(isScalar(key) ? key.value : key);

/** A merge key of YAML (`<<`) adds the fields of other maps. */
const fieldOf = (key: string, value: unknown): object => {
  if (key !== "<<") return Object.fromEntries([[key, value]]);
  return Object.assign({}, ...[value].flat().toReversed());
};

/** `!Ref x` and `!Condition x` have no prefix. All other functions have the prefix `Fn::`. */
const writtenOut = (name: string, value: unknown): Readonly<Record<string, unknown>> => {
  if (name === "Ref" || name === "Condition") return { [name]: value };
  if (name === "GetAtt" && typeof value === "string") {
    const [id = "", ...attribute] = value.split(".");
    return { "Fn::GetAtt": [id, attribute.join(".")] };
  }
  return { [`Fn::${name}`]: value };
};

const Properties = z.record(z.string(), z.unknown());
const Resource = z.looseObject({
  Type: z.string(),
  Condition: z.string().optional(),
  Properties: Properties.nullish().transform((given) => given ?? {}),
  Metadata: Properties.optional(),
});
const Document = z.looseObject({
  Parameters: z
    .record(
      z.string(),
      z.looseObject({
        Type: z.string().default("String"),
        Default: z.unknown().optional(),
        AllowedValues: z.array(z.unknown()).optional(),
      }),
    )
    .default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).default({}),
  Globals: z.record(z.string(), Properties).default({}),
  Metadata: Properties.default({}),
  Resources: z.record(z.string(), Resource),
});
