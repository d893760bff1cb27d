import { spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import * as z from "zod";
import { SECRET } from "../cli/signature.ts";

const MAIN = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

/** The environment of a person with AWS credentials, and with no files of AWS. */
export const KEYS = { AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: SECRET };
const NO_FILES = {
  AWS_CONFIG_FILE: "/nowhere",
  AWS_SHARED_CREDENTIALS_FILE: "/nowhere",
  AWS_EC2_METADATA_DISABLED: "true",
};

/** Starts the real command, and waits until it has printed an address. It is killed when the test ends. */
export const startConsole = async (args: readonly string[], env: Readonly<Record<string, string>> = KEYS) => {
  const child = spawn(process.execPath, [MAIN, ...args], { env: { PATH: process.env["PATH"], ...NO_FILES, ...env } });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = once(child, "close").then(([code]) => code);
  const err = text(child.stderr);
  const [chunk] = await Promise.race([once(child.stdout, "data"), err.then((all) => Promise.reject(new Error(all)))]);
  const address = new URL(String(chunk).trim());
  const token = address.hash.replace("#token=", "");

  /** Sends a request as it is. `fetch` would choose the host, and fold the path. */
  const send = async (path: string, { method = "GET", headers = {}, body }: Sent = {}) => {
    const { hostname, port } = address;
    const sent = request({ hostname, port, path, method, headers }).end(body);
    const [response] = await once(sent, "response");
    const all = await text(response);
    return { status: response.statusCode, headers: response.headers, text: all };
  };
  return {
    address,
    token,
    send,
    /** Sends a request with the token. */
    ask: (path: string, { headers, ...sent }: Sent = {}) =>
      send(path, { ...sent, headers: { "x-tributary-token": token, ...headers } }),
    end: async (signal: NodeJS.Signals) => {
      child.kill(signal);
      return { code: await ended, err: await err };
    },
  };
};

interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The sentence of a problem. */
export const detailOf = ({ text: body, headers }: { text: string; headers: Record<string, unknown> }): string => {
  if (headers["content-type"] !== "application/problem+json") throw new Error(`It is no problem: ${body}`);
  return z.object({ detail: z.string() }).parse(JSON.parse(body)).detail;
};
