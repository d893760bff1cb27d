import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { fixture } from "../src/local/fixture.ts";
import type { Streams } from "../src/log/streams.ts";
import { streams } from "../src/streams.ts";
import { triggerOf } from "./everyTrigger.ts";
import { eventSourceFaults } from "./template/eventSources.ts";
import { ofType, parseTemplate } from "./template/template.ts";
import { deliver, newLog, newWorld, readAll } from "./world.ts";

const pages = ["README.md", "SECURITY.md", ...readdirSync("docs").map((name) => `docs/${name}`)].filter((page) =>
  page.endsWith(".md"),
);
const logged = Object.keys(streams);
const textOf = (page: string): string => readFileSync(page, "utf8");

/** The anchor that GitHub gives a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

test.each(pages)("every link in %s to the repository leads to a file and a heading that exist", (page) => {
  const links = [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
  for (const link of links.filter((link) => !/^https?:/.test(link))) {
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? page : join(dirname(page), path);
    expect(existsSync(target), `${page} links to ${link}`).toBe(true);
    if (anchor === undefined) continue;
    const anchors = [...textOf(target).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => anchorOf(heading));
    expect(anchors, `${page} links to ${link}`).toContain(anchor);
  }
});

test("every `npm run` in the documents is a script in package.json", () => {
  const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(textOf("package.json")));
  const named = pages.flatMap((page) => [...textOf(page).matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name));
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining([...new Set(named)]));
});

test("the documents and the help of `start` name every package that the local stack needs", () => {
  const { peerDependenciesMeta } = z
    .object({ peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.literal(true) })) })
    .parse(JSON.parse(textOf("package.json")));
  const packages = Object.keys(peerDependenciesMeta);
  expect(textOf("docs/your-own-project.md")).toContain(`\`npm install --save-dev ${packages.join(" ")}\``);
  expect(textOf("docs/command.md")).toContain(
    `It needs the packages ${new Intl.ListFormat("en-GB").format(packages)} in the project.`,
  );
});

describe("docs/cost.md", () => {
  const monthly = (count: number, cents: number) => `$${((count * cents) / 100).toFixed(2)}`;

  test("counts the alarms of the template and the metrics that they watch", () => {
    const Alarm = z.object({ Metrics: z.array(z.looseObject({})).optional() });
    const alarms = ofType("AWS::CloudWatch::Alarm").map(({ Properties }) => Alarm.parse(Properties));
    const metrics = alarms.flatMap(({ Metrics = [{ MetricStat: {} }] }) =>
      Metrics.filter((one) => "MetricStat" in one),
    );
    expect(textOf("docs/cost.md")).toContain(
      `| alarms | ${alarms.length} alarms watch ${metrics.length} metrics; each metric costs $0.10 | ${monthly(metrics.length, 10)} |`,
    );
  });

  test("counts the custom metrics that a function reports", async () => {
    const Line = z.object({
      _aws: z.object({ CloudWatchMetrics: z.array(z.object({ Metrics: z.array(z.unknown()) })) }),
    });
    const { s3, lines } = await newWorld();
    await deliver(s3, fixture("s3-put"));
    const { _aws } = Line.parse(JSON.parse(lines[0] ?? ""));
    const each = _aws.CloudWatchMetrics.flatMap(({ Metrics }) => Metrics).length;
    expect(textOf("docs/cost.md")).toContain(
      `| custom metrics | ${each} metrics for each of ${logged.length} streams; each costs $0.30 | ${monthly(each * logged.length, 30)} |`,
    );
  });
});

const Rejected = z.object({ issues: z.array(z.unknown()) });

describe("docs/triggers.md", () => {
  const text = textOf("docs/triggers.md");
  const blocks = (wanted: string) =>
    [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, language, block = ""]) =>
      language === wanted ? [block] : [],
    );

  test("shows queues and streams with all the settings that they need", () => {
    expect(blocks("yaml").length).toBeGreaterThan(0);
    for (const block of blocks("yaml")) expect(eventSourceFaults(parseTemplate(block))).toEqual([]);
  });

  test("shows entries as the log has them", async () => {
    const examples = [...text.matchAll(/\[`events\/([\w-]+)\.json`\][^\n]*\n\n```json\n(.*?)^```$/gms)];
    expect(examples).toHaveLength(blocks("json").length);
    for (const [, name = "", block = ""] of examples) {
      const shown = JSON.parse(block);
      const stream: string = shown.stream ?? "any";
      const streams: Streams = { [stream]: { bySubject: true } };
      const { onEvent, logs } = await newLog(streams);
      await deliver(onEvent({ ...(await triggerOf(name.split("-")[0] ?? "")), stream }), fixture(name));
      const entries = (await readAll(logs, "/logs")).map((entry) => ({ ...entry, recordedtime: shown.recordedtime }));
      const issues = (await readAll(logs, "/rejected")).flatMap(({ data }) => Rejected.parse(data).issues);
      expect([...entries, ...issues]).toContainEqual(shown);
    }
  });
});

const shells = ["bash", "zsh"].filter((shell) => spawnSync(shell, ["-c", "true"]).status === 0);

describe.each(shells)("in %s, the requests in the README", (shell) => {
  const outputs = [
    { OutputKey: "ApiId", OutputValue: "abc" },
    { OutputKey: "ApiUrl", OutputValue: "https://abc.execute-api.eu-west-3.amazonaws.com" },
  ];
  const lines = [...textOf("README.md").matchAll(/^```sh\n(.*?)^```$/gms)]
    .map(([, block = ""]) => block)
    .filter((block) => block.includes("signed"))
    .join("");
  let folder: string;

  /** The arguments of each call of curl. `sam` and `curl` are stand-ins: `curl` prints one argument per line, then an empty line. */
  const calls = (environment: Readonly<Record<string, string>>): readonly (readonly string[])[] => {
    const { stdout } = spawnSync(shell, ["-c", lines], {
      encoding: "utf8",
      env: {
        PATH: `${folder}:${dirname(process.execPath)}:${process.env["PATH"]}`,
        AWS_ACCESS_KEY_ID: "key",
        AWS_SECRET_ACCESS_KEY: "secret",
        ...environment,
      },
    });
    return stdout.split("\n\n").map((call) => call.split("\n"));
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "readme-"));
    const program = (name: string, script: string) => {
      writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
      chmodSync(join(folder, name), 0o755);
    };
    program("sam", `[ "$*" = "list stack-outputs --output json" ] && echo '${JSON.stringify(outputs)}'`);
    program("curl", 'printf "%s\\n" "$@" ""');
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  test("are signed for the region in the URL, and their queries are not changed", () => {
    const url = outputs[1]?.OutputValue;
    const sign = ["-sS", "--aws-sigv4", "aws:amz:eu-west-3:execute-api", "--user", "key:secret"];
    expect(calls({})).toEqual([
      [...sign, `${url}/events`, "--json", '{"type":"hello.world","subject":"first"}'],
      [...sign, `${url}/logs`],
      [...sign, `${url}/logs?limit=10&order=asc&subject=first`],
      [""],
    ]);
  });

  test("have the header with the security token only if there is a token", () => {
    const [first = []] = calls({ AWS_SESSION_TOKEN: "a/b c==" });
    expect(first).toContain("-Hx-amz-security-token: a/b c==");
    expect(calls({ AWS_SESSION_TOKEN: "" }).flat().join()).not.toContain("token");
  });
});
