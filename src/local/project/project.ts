import { existsSync, readFileSync } from "node:fs";
import { resolve as absolute, basename, dirname, join } from "node:path";
import * as z from "zod";
import { lazy } from "../../log/lazy.ts";
import { UserError } from "../userError.ts";
import { queueReferred, withDestinationQueues } from "./destinationQueues.ts";
import { type Document, readDocument } from "./document.ts";
import { type FunctionSettings, parseFunction, withGlobals } from "./functions.ts";
import { ACCOUNT, functionArn, type Identity, identityOf, type Place } from "./identity.ts";
import { resolver, type Scope, type Unresolved } from "./resolve.ts";

/** What a SAM template describes, as far as it can be known without AWS. */
export interface Project {
  /** The absolute path of the template, and of its folder. */
  readonly file: string;
  readonly folder: string;
  readonly stackName: string;
  readonly functions: readonly FunctionSettings[];
  /** Every resource that exists, with its resolved properties. */
  readonly resources: readonly ProjectResource[];
  readonly unresolved: readonly Unresolved[];
  readonly document: Document;
}

interface ProjectResource extends Identity {
  readonly id: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

const FUNCTION = "AWS::Serverless::Function";

/** The name of the stack that the local system pretends to be: that of package.json beside the template, else that of the folder. */
const stackNameOf = (file: string): string => {
  const folder = dirname(absolute(file));
  const manifest = join(folder, "package.json");
  const named = existsSync(manifest) ? Manifest.safeParse(readFileSync(manifest, "utf8")).data : undefined;
  return (named?.name ?? basename(folder)).replaceAll(/[^A-Za-z0-9-]+/g, "-").replaceAll(/^-+|-+$/g, "");
};

type At = Pick<Place, "url" | "region">;

/** Reads the project of a template. `parameters` replace the defaults. Throws a `UserError` that names what is wrong. */
export const readProject = (path: string, at: At, parameters: Readonly<Record<string, string>> = {}): Project => {
  const file = absolute(path);
  try {
    return projectOf(file, withDestinationQueues(withParameters(readDocument(file), parameters)), at);
  } catch (error) {
    if (error instanceof RangeError) throw new UserError(`${file} has references in a circle`, error);
    throw error;
  }
};

const projectOf = (file: string, document: Document, { url, region }: At): Project => {
  const place: Place = { url, region, stackName: stackNameOf(file) };
  const found = new Map<string, Unresolved>();
  const identities = new Map<string, () => Identity>();
  const { resolve, holds } = resolver(scopeOf(document, identities, place), (one) => found.set(one.path, one));

  const existing = Object.entries(document.Resources).filter(
    ([id, { Condition }]) => Condition === undefined || holds(Condition, `${id}.Condition`) !== false,
  );
  const globals = document.Globals["Function"] ?? {};
  const propertiesOf = (id: string): unknown => {
    const resource = document.Resources[id];
    return resource?.Type === FUNCTION ? withGlobals(globals, resource.Properties) : resource?.Properties;
  };
  // A name may refer to another resource, so each name is computed when it is asked for.
  for (const [id, { Type, Properties: all }] of existing) {
    const names = Object.fromEntries(Object.entries(all).filter(([key]) => key.endsWith("Name")));
    const given = lazy(() => Properties.parse(resolve(names, id)));
    identities.set(
      id,
      lazy(() => identityOf({ id, type: Type, properties: given() }, place)),
    );
  }
  const resources = existing.map(([id, { Type }]): ProjectResource => {
    const { ref, attributes } = identities.get(id)?.() ?? { ref: id, attributes: {} };
    return { id, type: Type, ref, attributes, properties: Properties.parse(resolve(propertiesOf(id), id)) };
  });
  const functions = resources
    .filter(({ type }) => type === FUNCTION)
    .map(({ id, ref, properties }): FunctionSettings => {
      const metadata = resolve(document.Resources[id]?.Metadata, `${id}.Metadata`);
      return { id, name: ref, arn: functionArn(ref, place), ...parseFunction(id, properties, metadata) };
    });
  return {
    file,
    folder: dirname(file),
    stackName: place.stackName,
    functions,
    resources,
    unresolved: [...found.values()],
    document,
  };
};

const Manifest = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text);
    } catch {
      context.issues.push({ code: "custom", input: text, message: "no JSON" });
      return z.NEVER;
    }
  })
  .pipe(z.object({ name: z.string().optional() }));
const Properties = z.record(z.string(), z.unknown());

const scopeOf = (
  { Parameters, Conditions, Mappings, Resources }: Document,
  identities: ReadonlyMap<string, () => Identity>,
  { url, stackName, region }: Place,
): Scope => {
  const pseudo: Readonly<Record<string, string>> = {
    "AWS::AccountId": ACCOUNT,
    "AWS::Partition": "aws",
    "AWS::Region": region,
    "AWS::StackName": stackName,
    "AWS::StackId": `arn:aws:cloudformation:${region}:${ACCOUNT}:stack/${stackName}/local`,
    "AWS::URLSuffix": "amazonaws.com",
  };
  const made = (name: string): string | undefined => {
    // SAM itself makes resources whose ids begin with the id of a function, as in `UploadFunctionRole`.
    const owner = Object.keys(Resources).find((id) => name.startsWith(id) && Resources[id]?.Type === FUNCTION);
    return owner === undefined && name !== IMPLICIT_API ? undefined : name;
  };
  return {
    Conditions,
    Mappings,
    refer: (name) => {
      const parameter = Parameters[name];
      if (parameter !== undefined) return defaultOf(parameter);
      const [queue = name] = queueReferred(name) ?? [];
      return pseudo[name] ?? identities.get(queue)?.().ref ?? made(name);
    },
    attribute: (id, attribute) => {
      const [owner, asked] = queueReferred(`${id}.${attribute}`) ?? [id, attribute];
      const known = identities.get(owner)?.().attributes[asked];
      if (known !== undefined || identities.has(id)) return known;
      if (id === IMPLICIT_API && attribute === "ApiEndpoint") return url;
      return made(id) !== undefined && attribute === "Arn" ? `arn:aws:iam::${ACCOUNT}:role/${id}` : undefined;
    },
  };
};

/** Gives parameters other values than their defaults. Throws a `UserError` if the template has no such parameter. */
const withParameters = (document: Document, values: Readonly<Record<string, string>>): Document => {
  const given = Object.entries(values).map(([name, value]) => {
    const parameter = document.Parameters[name];
    const names = Object.keys(document.Parameters).join(", ") || "none";
    if (parameter === undefined) throw new UserError(`The template has no parameter ${name}. It has ${names}`);
    const allowed = (parameter.AllowedValues ?? []).map(String);
    const wrong = listOf(parameter.Type, value).find((one) => allowed.length > 0 && !allowed.includes(one));
    if (wrong !== undefined)
      throw new UserError(`--parameter ${name}=${value} is not allowed. The template allows ${allowed.join(", ")}`);
    // A given value is the value itself, and not its name in SSM.
    return [name, { ...parameter, Type: parameter.Type.replace(SSM, ""), Default: value }] as const;
  });
  return { ...document, Parameters: { ...document.Parameters, ...Object.fromEntries(given) } };
};

const IMPLICIT_API = "ServerlessHttpApi";

/** The type of a parameter whose default is a name in SSM. Only AWS knows the value. */
const SSM = /^AWS::SSM::Parameter::Value</;

const defaultOf = ({ Type, Default }: Document["Parameters"][string]): unknown => {
  if (SSM.test(Type)) return undefined;
  return typeof Default === "string" && isList(Type) ? listOf(Type, Default) : Default;
};

const isList = (type: string): boolean => /^(CommaDelimitedList|List<)/.test(type.replace(SSM, ""));
const listOf = (type: string, value: string): readonly string[] =>
  isList(type) ? value.split(",").map((item) => item.trim()) : [value];
