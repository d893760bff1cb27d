import * as z from "zod";
import type { Project } from "../project/project.ts";
import { whyNotRun } from "../project/whyNotRun.ts";
import { withLostDestinations } from "./destinations.ts";
import { eventRules } from "./eventRules.ts";
import { attributeRules, resourceRules } from "./resourceRules.ts";
import { honored, ignored, type Rule, type Rules } from "./rule.ts";
import { sections } from "./sections.ts";

/** What the local system does with one property of the template. */
export type Finding = Rule & {
  /** The type of the resource and the property, as in `AWS::DynamoDB::Table.KeySchema`. Equal for all resources of the type. */
  readonly subject: string;
  /** The logical id of the resource, and the property. */
  readonly path: string;
};

/** Says of each resource and each property of the template whether it is honored, approximated or ignored. */
export const findingsOf = (
  project: Pick<Project, "document" | "resources" | "functions" | "unresolved">,
): readonly Finding[] => {
  const resources = project.resources.flatMap(({ id, type, properties }): readonly Finding[] => {
    const rules = resourceRules[type];
    const { Type: _, Properties: __, ...attributes } = project.document.Resources[id] ?? { Type: type };
    const { Events: ___, ...own } = properties;
    if (rules === undefined)
      return [{ ...ignored("the local system does not have this type"), subject: type, path: id }];
    return [
      { ...(rules["*"] ?? honored), subject: type, path: id },
      ...(Object.keys(rules).length === 1 && rules["*"] ? [] : findingsIn(own, rules, type, id)),
      ...findingsIn(attributes, attributeRules, type, id),
    ];
  });
  const events = project.functions.flatMap((settings) =>
    settings.events.flatMap(({ id, type, properties }): readonly Finding[] => {
      const [subject, path, rules] = [`event ${type}`, `${settings.id}.Events.${id}`, eventRules[type]];
      if (rules === undefined)
        return [{ ...ignored("the local system does not have this type of event"), subject, path }];
      return [{ ...(rules["*"] ?? honored), subject, path }, ...findingsIn(properties, rules, subject, path)];
    }),
  );
  const notRun = project.functions.flatMap((settings): readonly Finding[] => {
    const reason = whyNotRun(settings);
    return reason === undefined
      ? []
      : [{ ...ignored(`the function does not run here: ${reason}`), subject: settings.id, path: settings.id }];
  });
  const unresolved = project.unresolved.map(
    ({ path, what }): Finding => ({
      ...ignored(`${what} is known only to CloudFormation, so the property is left out`),
      subject: path,
      path,
    }),
  );
  return withLostDestinations([...resources, ...notRun, ...events, ...sections(project), ...unresolved], project);
};

const findingsIn = (value: unknown, rules: Rules, subject: string, path: string): readonly Finding[] =>
  leavesOf(value, []).map((keys) => {
    const [key = "", rule = unknown] = ruleFor(keys, rules) ?? [keys[0]];
    return { ...rule, subject: `${subject}.${key}`, path: `${path}.${key}` };
  });

const unknown = ignored("the local system does not know this property");

/** The rule of the longest path that the property lies in. */
const ruleFor = (keys: readonly string[], rules: Rules): readonly [string, Rule] | undefined => {
  for (let length = keys.length; length > 0; length -= 1) {
    const path = keys.slice(0, length).join(".");
    const rule = rules[path];
    if (rule !== undefined) return [path, rule];
  }
  return rules["*"] && [keys[0] ?? "", rules["*"]];
};

/** The paths of all values that are no objects. Items of a list have the path of the list. */
const leavesOf = (value: unknown, keys: readonly string[]): readonly (readonly string[])[] => {
  if (Array.isArray(value)) return value.length === 0 ? [keys] : value.flatMap((item) => leavesOf(item, keys));
  const object = Fields.safeParse(value).data;
  const entries = Object.entries(object ?? {});
  return entries.length === 0
    ? keys.length === 0
      ? []
      : [keys]
    : entries.flatMap(([key, item]) => leavesOf(item, [...keys, key]));
};

const Fields = z.record(z.string(), z.unknown());
