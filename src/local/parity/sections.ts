import * as z from "zod";
import type { Project } from "../project/project.ts";
import type { Finding } from "./findings.ts";
import { all, approximated, harmless, honored, ignored, type Rule, type Rules } from "./rule.ts";

/** What the local system does with the parts of the template that are no resources. */
export const sections = ({ document }: Pick<Project, "document">): readonly Finding[] => {
  const globals = Object.keys(document.Globals).map((kind) =>
    finding(`Globals.${kind}`, kind === "Function" ? honored : ignored("only Globals.Function is merged")),
  );
  const parameters = Object.entries(document.Parameters).flatMap(([name, parameter]) =>
    Object.keys(parameter).map((key): Finding => {
      const rule = parameterRules[key] ?? ignored("the local system does not know this property");
      return { ...rule, subject: `Parameters.${key}`, path: `Parameters.${name}.${key}` };
    }),
  );
  const macros = Macros.parse(document["Transform"]).map((name) =>
    finding(`Transform ${name}`, name === SAM ? honored : ignored("a macro runs only in CloudFormation")),
  );
  const others = Object.keys(document)
    .filter((name) => !READ.includes(name))
    .map((name) => finding(name, otherRules[name] ?? ignored("the local system does not know this section")));
  return [...globals, ...parameters, ...macros, ...others];
};

const finding = (subject: string, rule: Rule): Finding => ({ ...rule, subject, path: subject });

const SAM = "AWS::Serverless-2016-10-31";
const READ = ["Parameters", "Conditions", "Mappings", "Globals", "Metadata", "Resources", "Transform"];
const text = harmless("it describes, and does nothing");

const otherRules: Rules = {
  ...all(text, "AWSTemplateFormatVersion", "Description"),
  Outputs: harmless("nothing reads them here"),
  Rules: ignored("the values of parameters are not compared with them"),
};

const parameterRules: Rules = {
  ...all(honored, "Type", "Default", "AllowedValues"),
  ...all(approximated("every value is taken"), "AllowedPattern", "MinLength", "MaxLength", "MinValue", "MaxValue"),
  ...all(text, "Description", "ConstraintDescription", "NoEcho"),
};

const Macros = z
  .union([z.string(), z.looseObject({ Name: z.string() })])
  .transform((macro) => (typeof macro === "string" ? macro : macro.Name))
  .pipe(z.string())
  .array()
  .or(z.string().transform((name) => [name]))
  .catch([]);
