import { httpError } from "../http/httpError.ts";
import { routes } from "./routes.ts";

/**
 * The error for a request without a route. It is a 405 if the path has other methods, else a 404, and it names the routes.
 * It reads nothing from the log: IAM grants permissions by route, and has checked none of them for this request.
 */
export const noRoute = (method: string, path: string): Error => {
  const methods = methodsOf(path);
  if (methods !== undefined && !methods.includes(method)) {
    const allow = methods.join(", ");
    return httpError(405, `${method} is not allowed at ${path}. The methods are ${allow}`, { allow });
  }
  const normal = `/${path.split("/").filter(Boolean).join("/")}`;
  const near = methodsOf(normal);
  const candidates = near === undefined ? Object.entries(routes) : [[normal, near] as const];
  const named = candidates.flatMap(([path, methods]) => methods.map((method) => `${method} ${path}`)).join(", ");
  return httpError(404, `There is no route for the path ${path}. The routes are ${named}`);
};

// A path can be the name of something that every object has, so it is compared and never looked up.
const methodsOf = (path: string): readonly string[] | undefined => {
  const all = Object.entries(routes);
  const found = all.find(([route]) => route === path) ?? all.find(([route]) => pattern(route).test(path));
  return found?.[1];
};

const pattern = (route: string): RegExp => new RegExp(`^${route.replaceAll(".", "\\.").replace("{id}", "[^/]+")}$`);
