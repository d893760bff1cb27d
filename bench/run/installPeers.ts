import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { root } from "./root.ts";

const run = promisify(execFile);

/** Installs what the bench compares with, unless it is there: `npm ci` of the project does not install it. */
export const installPeers = async (say: (text: string) => void): Promise<void> => {
  if (existsSync(`${root}bench/node_modules/@aws-lambda-powertools/parser`)) return;
  say("Installing the peers of bench/package.json");
  await run("npm", ["ci", "--no-audit", "--no-fund"], { cwd: `${root}bench` });
};
