import type { Route } from "./template.ts";

/** The name of the route that takes what no other route takes. */
const DEFAULT = "$default";

/** The key of a route, as a function gets it. */
export const routeKeyOf = ({ method, path }: Pick<Route, "method" | "path">): string =>
  path === DEFAULT ? DEFAULT : `${method} ${path}`;

/**
 * The route of a request, as API Gateway selects it: the one of exactly this path, else one with a variable, else `$default`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html#http-api-develop-routes.evaluation
 */
export const routeFor = <R extends Pick<Route, "method" | "path">>(
  routes: readonly R[],
  method: string,
  path: string,
): R | undefined => {
  const ofMethod = routes.filter((route) => route.method === method);
  return (
    ofMethod.find((route) => route.path === path) ??
    ofMethod.find((route) => pattern(route.path).test(path)) ??
    routes.find((route) => route.path === DEFAULT)
  );
};

const pattern = (path: string): RegExp => new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`);
