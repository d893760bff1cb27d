import { parseArgs } from "node:util";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, paginateScan } from "@aws-sdk/lib-dynamodb";
import type { Entry } from "../src/log/entry.ts";
import { Item, toEntry } from "../src/log/item.ts";
import { parseId, pk, sk } from "../src/log/key.ts";
import { tableFrom } from "../src/log/table.ts";

// `npm run erase -- --table <name> --subject <subject>` lists the entries of a subject, and what else mentions it. With
// `--go` it deletes the entries of the subject and those that `--id` names, never what only mentions the subject.
// SECURITY.md says what stays elsewhere.

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

const { client } = tableFrom({ TABLE_NAME: name });

/** Every entry of the table: a strongly consistent read of all of it, so that an index that is behind hides nothing. */
async function* everyEntry(): AsyncGenerator<Entry> {
  for await (const { Items = [] } of paginateScan({ client }, { TableName: name, ConsistentRead: true }))
    for (const item of Items) if (!String(item["pk"]).startsWith("claim#")) yield toEntry(Item.parse(item));
}

// A key of S3 is in a rejection as S3 encodes it; within text that is JSON itself, quotes and backslashes are escaped once more.
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
      console.log(`mentions it  ${entry.id}  ${JSON.stringify(entry.type)}`); // hostile text, quoted for the terminal
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
