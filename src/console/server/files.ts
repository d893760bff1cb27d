import type { ConsoleConfig } from "./config.ts";

/** The static files of the page by their paths, as in `/_console/`. */
export type Files = ReadonlyMap<string, { readonly type: string; readonly body: Buffer }>;

/** An answer that is ready for node:http. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const PREFIX = "/_console";

/**
 * The answer for a path of the page: a static file, or what the page must know of its log. `undefined` if there is nothing at this path.
 * `headers` go with every file.
 */
export const fileAt = (
  path: string,
  files: Files,
  headers: Readonly<Record<string, string>>,
  config: ConsoleConfig,
): Reply | undefined => {
  if (path === PREFIX || path === "/")
    return { status: 308, headers: { location: `${PREFIX}/` }, body: Buffer.alloc(0) };
  if (path === `${PREFIX}/config.json`)
    return {
      status: 200,
      headers: { ...headers, "content-type": "application/json" },
      body: Buffer.from(JSON.stringify(config)),
    };
  const file = files.get(path);
  return (
    file && {
      status: 200,
      headers: { ...headers, "content-type": file.type },
      body: file.body,
    }
  );
};
