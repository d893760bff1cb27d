import type { Route } from "./project/routes.ts";

type Key = Pick<Route, "method" | "path">;

/** The name of the route that takes what no other route takes. */
const DEFAULT = "$default";

/** The key of a route, as a function gets it. */
export const routeKeyOf = ({ method, path }: Key): string => (path === DEFAULT ? DEFAULT : `${method} ${path}`);

/**
 * The route of a request, as API Gateway selects it: the one of exactly this path, else one with variables, else one with a greedy
 * variable, else `$default`. A route of the request's method wins over a route of `ANY`, and then the longer text before the variable.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html#http-api-develop-routes.evaluation
 */
export const routeFor = <R extends Key>(routes: readonly R[], method: string, path: string): R | undefined => {
  const fitting = routes
    .filter((route) => route.path !== DEFAULT && [method, "ANY"].includes(route.method))
    .filter((route) => pattern(route.path).test(path))
    .map((route) => ({ route, rank: rankOf(route) }));
  const [best] = fitting.toSorted((one, other) => one.rank - other.rank || prefixOf(other.route) - prefixOf(one.route));
  return best?.route ?? routes.find((route) => route.path === DEFAULT);
};

/** The values of the route's path variables. `undefined` if it has none. `path` is as it was sent; `decode` decodes a value. */
export const pathParametersOf = (
  { path: routePath }: Pick<Key, "path">,
  path: string,
  decode: (value: string) => string,
): Readonly<Record<string, string>> | undefined => {
  const values = pattern(routePath).exec(path)?.slice(1) ?? [];
  const names = [...routePath.matchAll(VARIABLE)].map(([, name = ""]) => name);
  if (names.length === 0) return undefined;
  return Object.fromEntries(names.map((name, index) => [name, decode(values[index] ?? "")]));
};

const VARIABLE = /\{([^}+]+)\+?\}/g;

const rankOf = ({ method, path }: Key): number =>
  (path.includes("+}") ? 4 : path.includes("{") ? 2 : 0) + (method === "ANY" ? 1 : 0);

/** How many characters a path has before its first variable. */
const prefixOf = ({ path }: Key): number => path.split("{")[0]?.length ?? 0;

const pattern = (path: string): RegExp =>
  new RegExp(
    `^${path
      .split(/(\{[^}]+\})/)
      .map((part) => (part.startsWith("{") ? (part.endsWith("+}") ? "(.+)" : "([^/]+)") : literal(part)))
      .join("")}$`,
  );

const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
