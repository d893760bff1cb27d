import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { appendFile, readFile, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { parseId, pk, sk } from "../../src/log/key.ts";
import { newWorld, type World } from "../world.ts";
import { cli, fetchOf, objectsIn, post, type Settings } from "./cli.ts";

const START = Date.parse("2026-03-01T00:00:00.000Z");
const NOW = START + 40 * 86_400_000;
const COUNT = 450;
const Id = z.looseObject({ id: z.string() });
let now = START;
let world: World;
let folder: string;
/** The key in the table of the entry with this id. */
const keyOf = (id: string) => {
  const key = parseId(id);
  if (key === undefined) throw new Error(`${id} is no id`);
  return { pk: pk(key), sk: sk(key) };
};
const file = (name: string) => join(folder, name);
const tributary = (args: string, settings: Settings = {}) =>
  cli(args.split(" "), { fetch: fetchOf(world), now: () => now, ...settings });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "export-"));
  world = await newWorld({}, () => now);
  for (let n = 0; n < COUNT; n++) {
    now = START + n * 3_600_000;
    await post(
      world,
      `{"type":"t${n % 3}","subject":"a,\\"b;=${n}","data":{"text":"a\\n=b","n":1234567890123456789${n}}}`,
      now,
    );
  }
  now = NOW;
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each(["ndjson", "csv", "json"])("a file of %s has every entry of the log, oldest first", async (end) => {
  const path = file(`all.${end}`);
  expect(await tributary(`export ${path}`)).toEqual({ out: "", err: `${COUNT} entries in ${path}\n`, code: 0 });
  const text = await readFile(path, "utf8");
  const expected = objectsIn((await tributary("logs --since 2026-01-01 --order asc")).out).map(({ id }) => id);
  const read = () => (end === "json" ? JSON.parse(text) : objectsIn(text));
  const entries = z.array(Id).parse(end === "csv" ? parse(text, { columns: true }) : read());
  expect(entries.map(({ id }) => id)).toEqual(expected);
  expect(text, "numbers are exact").toContain(`1234567890123456789${COUNT - 1}`);
  expect(await tributary(`verify ${path}`)).toEqual({
    out: "",
    err: `${path} is complete: ${COUNT} entries, ${COUNT} of them in the log, 0 gone. 0 were recorded later\n`,
    code: 0,
  });
});

test.each(["--since 2026-03-03 --until 2026-03-12", "--type t1 --until 2026-03-15", "--since 30d"])(
  "the totals of a list, of the counts and of an export are one number: %s",
  async (range) => {
    const path = file(`total-${range.replaceAll(/\W/g, "")}.ndjson`);
    await tributary(`export ${path} ${range}`);
    const listed = objectsIn(
      (await tributary(`logs ${range}${range.includes("since") ? "" : " --since 2026-01-01"}`)).out,
    ).length;
    const counted = objectsIn(
      (await tributary(`stats ${range}${range.includes("since") ? "" : " --since 2026-01-01"}`)).out,
    ).reduce((sum, { count }) => sum + count, 0);
    expect(listed).toBeGreaterThan(100);
    expect([counted, objectsIn(await readFile(path, "utf8")).length]).toEqual([listed, listed]);
  },
);

test.each(["ndjson", "csv", "json"])(
  "an export to %s goes on after it was interrupted, and the file is the same as without that",
  async (end) => {
    const [whole, parts] = [file(`whole.${end}`), file(`parts.${end}`)];
    await tributary(`export ${whole} --until 2026-03-30`);
    /** Fails after so many answers. The first export asks once more, to check the flags. */
    const interrupted = async (answers: number, msPerLook: number) => {
      let left = answers;
      let clock = now;
      const { err, code } = await tributary(`export ${parts} --until 2026-03-30`, {
        fetch: async (url, init) => {
          left -= 1;
          return left < 0 ? new Response('{"detail":"The power is off"}', { status: 400 }) : fetchOf(world)(url, init);
        },
        now: () => {
          clock += msPerLook;
          return clock;
        },
      });
      expect([err, code]).toEqual(["tributary: The power is off. The same command goes on where it stood\n", 1]);
      await appendFile(parts, "what was written after the place was saved");
    };
    await interrupted(1, 1_000); // nothing was written
    await interrupted(1, 1_000); // the first page was written, and the place saved
    await interrupted(1, 0); // the second page was written
    await tributary(`export ${parts} --until 2026-03-30`);
    expect(await readFile(parts)).toEqual(await readFile(whole));
    expect(await tributary(`verify ${parts}`)).toMatchObject({ code: 0 });
  },
);

test("an export is not written over another file, over a finished export, or with other flags", async () => {
  const path = file("twice.ndjson");
  await writeFile(path, "precious\n");
  expect(await tributary(`export ${path}`)).toEqual({
    out: "",
    err: `tributary: ${path} exists and is no export: name another file\n`,
    code: 2,
  });
  expect(await readFile(path, "utf8")).toBe("precious\n");
  const other = file("other.ndjson");
  await tributary(`export ${other} --type t0`);
  expect((await tributary(`export ${other} --type t0`)).err).toBe(
    `tributary: ${other} is exported already: name another file, or delete ${other} and ${other}.manifest.json\n`,
  );
});

test("a query that the log refuses leaves no file behind", async () => {
  const path = file("refused.ndjson");
  expect((await tributary(`export ${path} --stream nope`)).code).toBe(1);
  expect((await tributary(`export ${path} --type t0`)).code).toBe(0);
});

describe("verify", () => {
  test("tells what was recorded later, and what is gone, apart from what is missing", async () => {
    const path = file("verified.ndjson");
    await tributary(`export ${path} --since 2026-03-01 --until 2026-03-02`);
    const [first, second] = objectsIn(await readFile(path, "utf8"));
    now = NOW + 3_600_000;
    await post(world, '{"type":"late"}', START + 90_000);
    const key = keyOf(first.id);
    await world.table.client.send(new DeleteCommand({ TableName: world.table.name, Key: key }));
    const { out, err, code } = await tributary(`verify ${path}`);
    const [later, gone] = objectsIn(out);
    expect([later.status, gone]).toEqual(["later", { status: "gone", id: first.id }]);
    expect([err, code]).toEqual([
      `${path} is complete: 24 entries, 23 of them in the log, 1 gone. 1 were recorded later\n`,
      0,
    ]);
    // As if the export had lost an entry: the file and its manifest agree, but the log has more.
    const text = (await readFile(path, "utf8"))
      .split("\n")
      .filter((line) => !line.includes(second.id))
      .join("\n");
    const manifest = JSON.parse(await readFile(`${path}.manifest.json`, "utf8"));
    await writeFile(path, text);
    const sha256 = createHash("sha256").update(text).digest("hex");
    await writeFile(`${path}.manifest.json`, JSON.stringify({ ...manifest, count: 23, sha256 }));
    const incomplete = await tributary(`verify ${path}`);
    expect(objectsIn(incomplete.out)).toContainEqual({ status: "missing", id: second.id });
    expect([incomplete.err, incomplete.code]).toEqual([
      `tributary: 1 entries of the log are missing in ${path}: delete it, and export it again\n`,
      1,
    ]);
    now = NOW;
  });

  test("fails for a file that has changed, or that is not finished", async () => {
    const path = file("changed.csv");
    await tributary(`export ${path} --until 2026-03-02`);
    await truncate(path, 100);
    expect((await tributary(`verify ${path}`)).err).toBe(
      `tributary: ${path} has changed since it was exported: its SHA-256 is not that of its manifest\n`,
    );
    const { sha256: _, ...unfinished } = JSON.parse(await readFile(`${path}.manifest.json`, "utf8"));
    await writeFile(`${path}.manifest.json`, JSON.stringify(unfinished));
    expect((await tributary(`verify ${path}`)).err).toBe(
      `tributary: ${path} is not complete: run the same tributary export again\n`,
    );
    expect((await tributary(`export ${path} --until 2026-03-02`)).err).toMatch(/is shorter than its manifest says/);
  });
});
