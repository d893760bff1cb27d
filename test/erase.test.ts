import { spawnSync } from "node:child_process";
import { beforeEach, expect, test } from "vitest";
import { s3Record } from "./sent.ts";
import { bodyOf, deliver, newWorld, readAll, request, type World } from "./world.ts";

const KEY = 'photos/ada "1" ü.jpg';
const ENCODED = "photos/ada+%221%22+%C3%BC.jpg";

let world: World;
const ids = async (route = "/logs") => (await readAll(world.logs, route)).map(({ id }) => id);
const post = async (event: object) =>
  bodyOf(
    await deliver(
      world.http,
      request("POST", "/events", { "content-type": "application/json" }, JSON.stringify(event)),
    ),
  );

/** Runs the command as an operator does. */
const erase = (...args: readonly string[]) => {
  const { stdout, stderr, status } = spawnSync(process.execPath, ["scripts/erase.ts", ...args], { encoding: "utf8" });
  return { stdout, stderr, status };
};
const table = () => ["--table", world.table.name];

beforeEach(async () => {
  world = await newWorld({ SHARDS: "16" });
  const keys = [ENCODED, ENCODED, "other"];
  await deliver(world.s3, { Records: keys.map((key, i) => s3Record({ key, sequencer: String(i) })) });
});

test("without --go, the entries of a subject are listed and nothing is erased", async () => {
  const before = await ids();
  const { stdout, status } = erase(...table(), "--subject", KEY);
  expect(status).toBe(0);
  expect(stdout.match(/^to erase {3}/gm)).toHaveLength(2);
  expect(stdout).toContain("2 to erase. Nothing was done: add --go to do it.");
  expect(await ids()).toEqual(before);
});

test("with --go, the entries of a subject can no longer be read, and the other entries stay", async () => {
  const erased = (await readAll(world.logs, `/logs?subject=${encodeURIComponent(KEY)}`)).map(({ id }) => id);
  expect(erased).toHaveLength(2);
  const { stdout } = erase(...table(), "--subject", KEY, "--go");
  expect(stdout.match(/^erased {5}/gm)).toHaveLength(2);
  expect(await ids()).toEqual([expect.not.stringMatching(erased.join("|"))]);
  expect(await readAll(world.logs, `/logs?subject=${encodeURIComponent(KEY)}`)).toEqual([]);
  for (const id of erased)
    expect(await deliver(world.logs, request("GET", `/logs/${id}`))).toMatchObject({ statusCode: 404 });
  expect(erase(...table(), "--subject", KEY).stdout).toContain("0 to erase.");
});

test("an entry that only mentions the subject is listed, and is erased only if --id names it", async () => {
  const bad = { ...s3Record({ key: ENCODED }), eventTime: "no time" };
  await deliver(world.s3, { Records: [bad] });
  const { id: note } = await post({ type: "note", data: { about: KEY } });
  const { id: quoted } = await post({ type: "note", data: JSON.stringify({ about: KEY }) });
  const [rejected = ""] = await ids("/rejected");
  const { stdout } = erase(...table(), "--subject", KEY, "--go");
  const mentioned = [...stdout.matchAll(/^mentions it {2}(\S+)/gm)].map(([, id]) => id);
  expect(mentioned.toSorted()).toEqual([note, quoted, rejected].toSorted());
  expect(stdout).toContain("3 only mention the subject and stay.");
  expect(await ids("/rejected")).toEqual([rejected]);

  expect(erase(...table(), "--id", rejected, "--id", note, "--go").stdout.match(/^erased {5}/gm)).toHaveLength(2);
  expect(await ids("/rejected")).toEqual([]);
  expect(await ids()).toContain(quoted);
  expect(await ids()).not.toContain(note);
});

test("an entry that is already gone is reported, and is not an error", async () => {
  const [id = ""] = await ids();
  erase(...table(), "--id", id, "--go");
  expect(erase(...table(), "--id", id, "--go")).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^not there/),
  });
});

test.each([
  [[], "Name the table"],
  [["--table", "t"], "Name the table"],
  [["--table", "t", "--subject", ""], "Name the table"],
  [["--table", "t", "--id", "nope", "--go"], "Not the id of an entry: nope"],
])("an incomplete command does nothing: %j", (args, message) => {
  expect(erase(...args)).toMatchObject({ status: 2, stdout: "", stderr: expect.stringContaining(message) });
});
