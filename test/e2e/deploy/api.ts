import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as z from "zod";
import type { Caller } from "./caller.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

const Entry = z.looseObject({
  id: z.string(),
  stream: z.string(),
  type: z.string(),
  time: z.string(),
  subject: z.string().optional(),
});
export type Entry = z.infer<typeof Entry>;
const Page = z.object({ entries: z.array(Entry), next: z.string().optional() });

const run = promisify(execFile);
export type Api = ReturnType<typeof apiOf>;

/** Calls the deployed API with curl. Requests are signed, unless the caller is nobody. The host is the emulator's, because the output ApiUrl names AWS. */
export const apiOf = (id: string, caller: Caller | "nobody") => {
  const { port } = new URL(process.env["AWS_ENDPOINT_URL"] ?? "");
  const url = `http://${id}.execute-api.localhost:${port}`;
  const signature =
    caller === "nobody"
      ? []
      : [
          "--aws-sigv4",
          `aws:amz:${process.env["AWS_REGION"]}:execute-api`,
          "--user",
          `${caller.keyId}:${caller.secret}`,
        ];

  const ask = async (method: string, path: string, ...options: readonly string[]): Promise<Answer> => {
    const { stdout } = await run("curl", ["-sS", "-g", "-i", "-X", method, ...signature, ...options, `${url}${path}`]);
    const [head = "", ...body] = stdout.split("\r\n\r\n");
    const [start = "", ...lines] = head.split("\r\n");
    const headers = lines
      .map((line) => line.split(/: (.*)/, 2))
      .map(([name = "", value = ""]) => [name.toLowerCase(), value]);
    return { status: Number(start.split(" ")[1]), headers: Object.fromEntries(headers), text: body.join("\r\n\r\n") };
  };

  const readAll = async (path: string): Promise<readonly Entry[]> => {
    const { status, text } = await ask("GET", path);
    if (status !== 200) throw new Error(`GET ${path}: ${status} ${text}`);
    const { entries, next } = Page.parse(JSON.parse(text));
    return next === undefined ? entries : [...entries, ...(await readAll(next))];
  };

  return {
    ask,
    post: (type: string, body: unknown, ...headers: readonly string[]) =>
      ask(
        "POST",
        "/events",
        ...[`content-type: ${type}`, ...headers].flatMap((header) => ["-H", header]),
        "--data-binary",
        JSON.stringify(body),
      ),
    /** All entries of a list, from all of its pages. */
    readAll,
  };
};
