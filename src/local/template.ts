import { fileURLToPath } from "node:url";
import * as z from "zod";
import { readProject } from "./project/project.ts";
import { type Route, routesOf } from "./project/routes.ts";
import { TableProperties } from "./table.ts";

/** What tests and scripts need of template.yaml: the schema of the log's table, and the function of each route. */
interface Template {
  readonly table: z.infer<typeof TableProperties>;
  readonly routes: readonly (Pick<Route, "method" | "path"> & {
    /** The name of a file in src/handlers. */
    readonly handler: string;
  })[];
}

/** Reads template.yaml, so that the local system runs what is deployed. Throws if a part is missing. */
export const readTemplate = (url = new URL("../../template.yaml", import.meta.url)): Template => {
  const project = readProject(fileURLToPath(url), { url: "http://127.0.0.1", region: "eu-central-1" });
  const table = project.resources.find(({ id }) => id === TABLE);
  if (table === undefined) throw new Error(`${url.pathname} has no resource with the logical id "${TABLE}"`);
  const folders = new Map(project.functions.map(({ id, codeUri }) => [id, codeUri]));
  return {
    table: TableProperties.parse(table.properties),
    routes: routesOf(project).map(({ method, path, functionId }) => ({
      method,
      path,
      handler: Folder.parse(folders.get(functionId)),
    })),
  };
};

// The logical id of the log's table. A project may have other tables.
const TABLE = "Table";

const Folder = z.string().transform((folder) => folder.replace(/\/$/, "").split("/").at(-1) ?? folder);
