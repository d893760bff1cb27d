import { faultPath } from "../../../log/faultPath.ts";
import { printable } from "../../../log/printable.ts";
import { isoOf } from "../../../log/time.ts";
import type { Entry } from "../api/answers.ts";
import { askPage } from "../api/log.ts";
import { targetOf } from "../api/target.ts";
import { rejectedOf } from "../entry/rejected.ts";
import type { Group } from "../state/groups.ts";
import { range } from "../state/loading.ts";
import { go, hrefOf, place } from "../state/place.ts";
import { Ago } from "./ago.tsx";
import { Unreadable } from "./unreadable.tsx";
import { useLoaded } from "./useLoaded.ts";

const LIMIT = 100;
const SHOWN = 20;

/** The newest rejections of a group. */
export const Examples = ({ group }: { readonly group: Group }) => {
  const { value, failure } = useLoaded(`${group.key} ${group.count}`, (signal) => readExamples(group, signal));
  if (failure !== undefined) return <Unreadable title="These rejections cannot be read" failure={failure} />;
  if (value === undefined) return <p class="foot">Reading…</p>;
  return (
    <ol class="examples">
      {value.map((entry) => (
        <Example key={entry.id} entry={entry} path={group.path} />
      ))}
    </ol>
  );
};

const Example = ({ entry, path }: { readonly entry: Entry; readonly path: string }) => {
  const { issues } = rejectedOf(entry);
  const issue = issues.find((one) => faultPath(one.path) === path);
  const to = { entry: entry.id, tab: undefined };
  return (
    <li>
      <a href={hrefOf(to)} onClick={go(to)} aria-current={place.value.entry === entry.id ? "true" : undefined}>
        <span class="time">
          <Ago time={entry.time} />
        </span>
        <span>{printable(issue?.message ?? "")}</span>
      </a>
    </li>
  );
};

/** Reads on until there are enough rejections of the group, because the API has no filter for the path. */
const readExamples = async (
  { trigger, reason, path, count }: Group,
  signal: AbortSignal,
): Promise<readonly Entry[]> => {
  const { from, to } = range.value;
  let next: string | undefined = targetOf("/rejected", {
    source: trigger === "" ? undefined : `tributary:${trigger}`,
    type: `tributary.rejected.${reason}`,
    from: isoOf(from),
    to: to === undefined ? undefined : isoOf(to),
    limit: LIMIT,
  });
  const found: Entry[] = [];
  while (next !== undefined && found.length < Math.min(count, SHOWN)) {
    const page = await askPage(next, signal);
    found.push(
      ...page.entries.filter(
        (one) => path === "" || rejectedOf(one).issues.some((issue) => faultPath(issue.path) === path),
      ),
    );
    next = page.next;
  }
  return found.slice(0, SHOWN);
};
