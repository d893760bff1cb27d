import type { Document } from "./document.ts";

/** What a template's intrinsic functions refer to. Each lookup returns `undefined` if only CloudFormation knows the value. */
export interface Scope extends Pick<Document, "Conditions" | "Mappings"> {
  /** The value of `!Ref name`. `undefined` also for a parameter without a default. */
  readonly refer: (name: string) => unknown;
  /** The value of `!GetAtt id.attribute`. */
  readonly attribute: (id: string, attribute: string) => string | undefined;
}

/** A value that cannot be known here: where it is needed, and what it refers to. */
export interface Unresolved {
  readonly path: string;
  readonly what: string;
}

/** `!Ref AWS::NoValue`: the property does not exist. */
const NO_VALUE = Symbol("AWS::NoValue");

/**
 * Evaluates the intrinsic functions in a value, as CloudFormation does. A property with an unknown value is left out, and is
 * reported to `onUnresolved`. `path` names the value in such a report.
 */
export const resolver = (scope: Scope, onUnresolved: (unresolved: Unresolved) => void) => {
  const resolve = (value: unknown, path: string): unknown => {
    const result = evaluate(value, path);
    return result === NO_VALUE ? undefined : result;
  };

  const evaluate = (value: unknown, path: string): unknown => {
    const unknown = (what: string): undefined => void onUnresolved({ path, what });
    if (isDynamic(value)) return unknown(value);
    if (Array.isArray(value)) return value.map((item, index) => resolve(item, `${path}.${index}`)).filter(isKnown);
    if (!isObject(value)) return value;
    const [only, ...more] = Object.entries(value);
    if (only && more.length === 0 && (only[0] in intrinsics || only[0].startsWith("Fn::"))) {
      const result = intrinsics[only[0]]?.(only[1], path);
      return result === undefined || isDynamic(result) ? unknown(describe(only[0], only[1])) : result;
    }
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, item]) => {
        const resolved = resolve(item, path === "" ? key : `${path}.${key}`);
        return isKnown(resolved) ? [[key, resolved]] : [];
      }),
    );
  };

  /** Whether a condition holds. `undefined` if it depends on something unknown. */
  const holds = (name: string, path: string): boolean | undefined => {
    const result = resolve(scope.Conditions[name], path);
    return typeof result === "boolean" ? result : undefined;
  };

  const booleans = (given: unknown, path: string): readonly boolean[] | undefined => {
    const list = resolve(given, path);
    return Array.isArray(list) && list.every((item) => typeof item === "boolean") ? list : undefined;
  };

  const intrinsics: Readonly<Record<string, (given: unknown, path: string) => unknown>> = {
    Ref: (name) => (name === "AWS::NoValue" ? NO_VALUE : scope.refer(String(name))),
    Condition: (name, path) => holds(String(name), path),
    "Fn::GetAtt": (given) => {
      const [id, attribute] = Array.isArray(given) ? given : [];
      return scope.attribute(String(id), String(attribute));
    },
    "Fn::Sub": (given, path) => {
      const [text, variables] = Array.isArray(given) ? [given[0], resolve(given[1], path)] : [given, {}];
      let isWhole = true;
      const result = String(text).replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
        if (literal) return `\${${name}}`;
        const [id = "", ...attribute] = name.trim().split(".");
        const own = isObject(variables) ? variables[name.trim()] : undefined;
        const known = own ?? (attribute.length > 0 ? scope.attribute(id, attribute.join(".")) : scope.refer(id));
        isWhole &&= known !== undefined;
        return String(known);
      });
      return isWhole ? result : undefined;
    },
    "Fn::If": (given, path) => {
      const [name, yes, no] = Array.isArray(given) ? given : [];
      const condition = holds(String(name), path);
      if (condition === undefined) return undefined;
      return evaluate(condition ? yes : no, path);
    },
    "Fn::Equals": (given, path) => {
      const list = resolve(given, path);
      return Array.isArray(list) && list.length === 2 ? String(list[0]) === String(list[1]) : undefined;
    },
    "Fn::Not": (given, path) => booleans(given, path)?.every((item) => !item),
    "Fn::And": (given, path) => booleans(given, path)?.every(Boolean),
    "Fn::Or": (given, path) => booleans(given, path)?.some(Boolean),
    "Fn::Join": (given, path) => {
      const [separator, list] = Array.isArray(given) ? given : [];
      const items = resolve(list, path);
      // An item that is left out makes the whole text unknown.
      return Array.isArray(items) && items.length === (lengthOf(list) ?? items.length)
        ? items.join(String(separator))
        : undefined;
    },
    "Fn::Select": (given, path) => {
      const [index, list] = Array.isArray(given) ? given : [];
      const items = resolve(list, path);
      return Array.isArray(items) ? items[Number(resolve(index, path))] : undefined;
    },
    "Fn::Split": (given, path) => {
      const [separator, text] = Array.isArray(given) ? given : [];
      const whole = resolve(text, path);
      return typeof whole === "string" ? whole.split(String(separator)) : undefined;
    },
    "Fn::FindInMap": (given, path) => {
      const [map, first, second] = [resolve(given, path)].flat().map(String);
      return scope.Mappings[map ?? ""]?.[first ?? ""]?.[second ?? ""];
    },
    "Fn::Base64": (given, path) => {
      const text = resolve(given, path);
      return typeof text === "string" ? Buffer.from(text).toString("base64") : undefined;
    },
  };

  return { resolve, holds };
};

const isKnown = (value: unknown): boolean => value !== undefined;
/** `{{resolve:ssm:name}}`: CloudFormation reads the value from another service. */
const isDynamic = (value: unknown): value is string => typeof value === "string" && value.includes("{{resolve:");
const lengthOf = (list: unknown): number | undefined => (Array.isArray(list) ? list.length : undefined);
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const describe = (name: string, given: unknown): string => {
  const short = name.replace(/^Fn::/, "");
  return `!${short} ${typeof given === "string" ? given : Array.isArray(given) && given.every((one) => typeof one === "string") ? given.join(".") : JSON.stringify(given)}`;
};
