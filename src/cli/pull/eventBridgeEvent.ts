import * as z from "zod";
import type { Entry } from "../../log/entry.ts";
import { fields } from "./fields.ts";
import { hasIdentity } from "./hasIdentity.ts";
import { keyOf } from "./keyOf.ts";
import { merged } from "./merged.ts";
import type { Pulled } from "./pulled.ts";

const Extensions = z.object({
  originid: z.string(),
  account: z.string().optional(),
  region: z.string().optional(),
  resources: z.string().optional(),
  details: z.string().optional(),
});

/**
 * An event of a bus.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
 */
export const eventBridgeEvent = (entry: Entry): Pulled | undefined => {
  const { source, type, subject, time, origintime, data } = entry;
  const extensions = Extensions.safeParse(entry);
  if (!extensions.success || !hasIdentity(entry, ["eventbridge", extensions.data.originid])) return undefined;
  const { originid: id, account, region } = extensions.data;
  const all = read(
    z.array(z.string()),
    extensions.data.resources,
    "the resources after the first one, because their list was cut",
  );
  const details = read(fields, extensions.data.details, "the other fields, because they were cut");
  const resources = all.value ?? (subject === undefined ? [] : [keyOf(subject)]);
  const event = {
    ...{ version: "0", id, "detail-type": detailTypeOf(type, source), source, account },
    ...{ time: origintime ?? time, region, resources, detail: data },
  };
  return {
    event: merged(event, details.value ?? {}),
    missing: ["the version of the format, and the name of a replay", ...all.missing, ...details.missing],
  };
};

/** What the JSON text of an extension says. If it was cut, it says nothing, and `missing` says `what`. */
const read = <T>(schema: z.ZodType<T>, text: string | undefined, what: string) => {
  if (text === undefined) return { value: undefined, missing: [] };
  const json: unknown = JSON.parse(keyOf(text));
  return Cut.safeParse(json).success
    ? { value: undefined, missing: [what] }
    : { value: schema.parse(json), missing: [] };
};

/** What the log keeps of an extension that is too long. */
const Cut = z.object({ payload: z.string(), sha256: z.string(), truncated: z.literal(true) });

/** The type is `<source>.<detail-type>`. The source of a service of AWS, `aws.s3`, is `com.amazonaws.s3` there. */
const detailTypeOf = (type: string, source: string): string =>
  type.slice((type.startsWith(`${source}.`) ? source : source.replace(/^aws\./, "com.amazonaws.")).length + 1);
