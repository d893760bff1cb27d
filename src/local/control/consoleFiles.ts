import { consoleAssets } from "../../console/server/assets.ts";
import type { ConsoleConfig } from "../../console/server/config.ts";
import { type Files, fileAt } from "../../console/server/files.ts";
import { consoleHeaders } from "../../console/server/headers.ts";
import { message } from "../http/message.ts";
import type { Endpoint } from "./endpoint.ts";
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
  let files: Promise<Files> | undefined;
  const built = (): Promise<Files> => {
    files ??= consoleAssets().catch((error: unknown) => {
      files = undefined; // the next request tries again
      throw error;
    });
    return files;
  };
  const answerAt = async (path: string) =>
    fileAt(path, await built(), consoleHeaders, config) ?? message(404, `The console has no ${path}`);
  return [
    { method: "GET", path: "/_console", answer: () => answerAt("/_console") },
    { method: "GET", path: "/_console/", answer: () => answerAt("/_console/") },
    {
      method: "GET",
      path: "/_console/{path+}",
      answer: ({ parameters }) => answerAt(`/_console/${parameters["path"]}`),
    },
  ];
};
