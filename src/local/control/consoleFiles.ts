import { consoleAssets } from "../../console/server/assets.ts";
import type { ConsoleConfig } from "../../console/server/config.ts";
import { fileAt } from "../../console/server/files.ts";
import { consoleHeaders } from "../../console/server/headers.ts";
import { message } from "../http/message.ts";
import type { ControlRequest, Endpoint } from "./endpoint.ts";
import type { Local } from "./endpoints.ts";

const USUAL_URL = "http://127.0.0.1:3000"; // the command asks there if it is not told where

/** `GET /_console/`: the page that shows the log. It is built when it is asked for the first time, so that it does not delay the start. */
export const consoleFiles = ({ project, url }: Pick<Local, "project" | "url">): readonly Endpoint[] => {
  const config: ConsoleConfig = {
    mode: "local",
    name: project.stackName,
    command: "npx tributary",
    flags: url === USUAL_URL ? "" : `--url ${url}`,
    url,
  };
  let assets: ReturnType<typeof consoleAssets> | undefined;
  const answer = async ({ parameters }: ControlRequest) => {
    const path = `/_console${parameters["path"] === undefined ? "" : `/${parameters["path"]}`}`;
    assets ??= consoleAssets();
    assets.catch(() => {
      assets = undefined; // the next request tries again
    });
    return fileAt(path, await assets, consoleHeaders, config) ?? message(404, `The console has no ${path}`);
  };
  return ["/_console", "/_console/", "/_console/{path+}"].map((path) => ({
    method: "GET",
    path,
    answer: (request) => answer(path.endsWith("/") ? { ...request, parameters: { path: "" } } : request),
  }));
};
