import { parseArgs } from "node:util";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, paginateScan } from "@aws-sdk/lib-dynamodb";
import type { Entry } from "../src/log/entry.ts";
import { Item, toEntry } from "../src/log/item.ts";
import { parseId, pk, sk } from "../src/log/key.ts";
import { tableFrom } from "../src/log/table.ts";

// `npm run erase -- --table <name> --subject <subject>` lists the entries of a subject, and other entries that mention it.
// With `--go` it deletes the entries of the subject and those that `--id` names. It does not delete an entry that only
// mentions the subject. SECURITY.md says which copies stay elsewhere.

const { values } = parseArgs({
  options: {
    table: { type: "string" },
    subject: { type: "string" },
    id: { type: "string", multiple: true, default: [] },
    go: { type: "boolean", default: false },
  },
});
const { table: name, subject, id: ids, go } = values;
if (!name || (!subject && ids.length === 0)) {
  console.error(
    "Name the table and what to erase: npm run erase -- --table <name> [--subject <subject>] [--id <id>]... [--go]",
  );
  process.exit(2);
}
const unreadable = ids.filter((id) => parseId(id) === undefined);
if (unreadable.length > 0) {
  console.error(`Not the id of an entry: ${unreadable.join(", ")}`);
  process.exit(2);
}

const { client } = tableFrom({ TABLE_NAME: name }, {});

/** Reads every entry of the table itself, strongly consistent. An index could be behind the table. */
async function* everyEntry(): AsyncGenerator<Entry> {
  for await (const { Items = [] } of paginateScan({ client }, { TableName: name, ConsistentRead: true }))
    for (const item of Items) if (!String(item["pk"]).startsWith("claim#")) yield toEntry(Item().parse(item));
}

// How a subject may be written in an entry. A rejection has an S3 key as S3 encodes it. In a string of JSON text, quotes and
// backslashes are escaped twice.
const spellings = (text: string): readonly string[] => {
  const encoded = encodeURIComponent(text).replaceAll("%2F", "/").replaceAll("%20", "+");
  const escaped = JSON.stringify(text).slice(1, -1);
  return [escaped, JSON.stringify(escaped).slice(1, -1), encoded, encodeURIComponent(text)];
};

const erase = async (id: string): Promise<string> => {
  const key = parseId(id);
  if (key === undefined) throw new Error(`Not the id of an entry: ${id}`);
  try {
    await client.send(
      new DeleteCommand({
        TableName: name,
        Key: { pk: pk(key), sk: sk(key) },
        ConditionExpression: "attribute_exists(pk)",
      }),
    );
    return "erased";
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return "not there";
    throw error;
  }
};

const wanted = new Set(ids);
let mentions = 0;
if (subject) {
  const sought = spellings(subject);
  for await (const entry of everyEntry()) {
    const text = JSON.stringify(entry);
    if (entry.subject === subject) wanted.add(entry.id);
    else if (!wanted.has(entry.id) && sought.some((spelling) => text.includes(spelling))) {
      mentions += 1;
      console.log(`mentions it  ${entry.id}  ${JSON.stringify(entry.type)}`); // quoted, because a sender may choose it to harm the terminal
    }
  }
}
for (const id of wanted) console.log(`${(go ? await erase(id) : "to erase").padEnd(11)}  ${id}`);
console.log(
  [
    `\n${wanted.size} ${go ? "erased or not there" : "to erase. Nothing was done: add --go to do it"}.`,
    ...(mentions > 0
      ? [`${mentions} only mention the subject and stay. Read them, then name those to erase with --id.`]
      : []),
    "Not searched: data in base64. Not erased: claims (hashes, up to 30 days), backups (35 days), the failure queue, logs. See SECURITY.md.",
  ].join("\n"),
);
