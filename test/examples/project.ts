import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = new URL("../..", import.meta.url).pathname;

/** The functions of a project that the examples call, but do not show. */
const PRELUDE = `
declare const resize: (bucket: string, key: string, at: { signal: AbortSignal }) => Promise<string>;
declare const makeThumbnail: (bucket: string, key: string) => Promise<string>;
declare const cleanUpBefore: (time: string) => Promise<void>;
declare const shipOnce: (orderId: string, at: { key: string; signal: AbortSignal }) => Promise<string>;
declare const ship: (orderId: string) => Promise<void>;
declare const confirm: (orderId: string) => Promise<void>;
declare const notify: (state: string | undefined) => Promise<void>;
declare const page: (text: string) => Promise<void>;
declare const count: (page: string) => void;
`;

const entry = (name: string) => [join(root, `src/${name}.ts`)];

const TSCONFIG = JSON.stringify({
  extends: join(root, "tsconfig.json"),
  compilerOptions: {
    noPropertyAccessFromIndexSignature: false,
    noUncheckedIndexedAccess: false,
    paths: { tributary: entry("index"), "tributary/read": entry("read"), "tributary/testing": entry("testing") },
  },
  include: ["**/*.ts"],
  exclude: ["node_modules"],
});

const ON_EVENT = `import { tributary } from "tributary";
import { streams } from "./streams.ts";
export const { onEvent } = tributary(streams);
`;

/** What the compiler says about a project with these files, by their paths. It is empty if they compile. */
export const compile = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), "examples-"));
  try {
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    const all = {
      "package.json": '{"type":"module"}',
      "tsconfig.json": TSCONFIG,
      "prelude.d.ts": PRELUDE,
      "src/onEvent.ts": ON_EVENT,
      ...files,
    };
    for (const [path, text] of Object.entries(all)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return spawnSync("tsc", ["--project", folder, "--noEmit"], { encoding: "utf8", cwd: folder }).stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
};
