import * as z from "zod";
import { parseProperties } from "./parseProperties.ts";
import type { Project } from "./project.ts";

/** A route of the HTTP API. */
export interface Route {
  /** `ANY` takes every method. */
  readonly method: string;
  /** As in API Gateway: `/logs/{id}`, `/files/{path+}`, `$default`. */
  readonly path: string;
  /** The logical id of the function that answers. */
  readonly functionId: string;
}

/** The routes that the functions of the project declare as events of the type `HttpApi`. */
export const routesOf = ({ functions }: Pick<Project, "functions">): readonly Route[] =>
  functions.flatMap(({ id, events }) =>
    events
      .filter(({ type }) => type === "HttpApi")
      .map((event) => parseProperties(HttpApi, event.properties, `${id}.Events.${event.id}`))
      .map(({ Method, Path }) => ({ method: Method, path: Path, functionId: id })),
  );

/** SAM takes an event without a method and a path for the route `$default`. */
const HttpApi = z.object({
  Method: z.string().toUpperCase().default("ANY"),
  Path: z.string().default("$default"),
});
