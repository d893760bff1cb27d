import { httpError } from "../http/httpError.ts";
import { routes } from "./routes.ts";

/**
 * The error for a request that no route takes: 405 where the path has other methods, else 404. It says which routes there are.
 * Nothing is read for such a request: IAM grants permissions by route, and has checked none of these.
 */
export const noRoute = (method: string, path: string): Error => {
  const methods = methodsOf(path);
  if (methods !== undefined && !methods.includes(method)) {
    const allow = methods.join(", ");
    return httpError(405, `${method} is not allowed at ${path}; the methods are ${allow}`, { allow });
  }
  const meant = `/${path.split("/").filter(Boolean).join("/")}`;
  const near = methodsOf(meant);
  const there = near === undefined ? Object.entries(routes) : [[meant, near] as const];
  const named = there.flatMap(([path, methods]) => methods.map((method) => `${method} ${path}`)).join(", ");
  return httpError(404, `There is nothing at ${path}, as it is written; there are ${named}`);
};

const methodsOf = (path: string): readonly string[] | undefined =>
  routes[path] ?? Object.entries(routes).find(([route]) => pattern(route).test(path))?.[1];

const pattern = (route: string): RegExp => new RegExp(`^${route.replace("{id}", "[^/]+")}$`);
