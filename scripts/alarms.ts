import { readFileSync, writeFileSync } from "node:fs";
import { streams } from "../src/streams.ts";
import { withAlarmLists } from "./alarmLists.ts";

// `npm run alarms`: writes the metrics that the alarms of template.yaml watch, for its functions and the streams of src/streams.ts,
// and what they cost into docs/cost.md.

const names = Object.keys(streams);
const update = (path: string, change: (text: string) => string): string => {
  const file = new URL(`../${path}`, import.meta.url);
  const text = change(readFileSync(file, "utf8"));
  writeFileSync(file, text);
  return text;
};

const template = update("template.yaml", (text) => withAlarmLists(text, names));
const alarms = template.match(/Type: AWS::CloudWatch::Alarm/g)?.length ?? 0;
const metrics = template.match(/MetricName: /g)?.length ?? 0;

update("docs/cost.md", (text) =>
  text
    .replace(
      /^\| alarms \|.*$/m,
      `| alarms | ${alarms} alarms watch ${metrics} metrics; each metric costs $0.10 | $${(metrics * 0.1).toFixed(2)} |`,
    )
    .replace(
      /^\| custom metrics \| (\d+) .*$/m,
      (_, each) =>
        `| custom metrics | ${each} metrics for each of ${names.length} streams; each costs $0.30 | $${(each * names.length * 0.3).toFixed(2)} |`,
    ),
);
