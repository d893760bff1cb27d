import { createServer } from "node:http";
import * as z from "zod";
import { listening } from "../../src/local/listening.ts";
import { newestUploads } from "./newestUploads.ts";
import { type Attributes, Attributes as AttributesSchema, type Taken } from "./taken.ts";

// A stand-in for DynamoDB in a process of its own, so that the work of the database is not counted as work of the function. It keeps
// the keys of what was put, refuses a second put of a key that has a condition, and answers a Query of the partition `s3#0` with the
// newest of 200 uploads. `GET /taken` gives the writes since the last time, and forgets them.

const Input = z.object({
  TableName: z.string().optional(),
  Item: AttributesSchema.optional(),
  ConditionExpression: z.string().optional(),
  ExpressionAttributeValues: AttributesSchema.optional(),
  ExclusiveStartKey: AttributesSchema.optional(),
  Limit: z.number().optional(),
});

const SAMPLES = 20;
const REFUSED = {
  __type: "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
  message: "The conditional request failed",
};

const uploads = await newestUploads(200);
const pages = new Map<string, string>();
const keys = new Set<string>();
let taken: Taken = newTaken();

const operations: Record<string, (input: z.infer<typeof Input>) => string | undefined> = {
  PutItem: ({ TableName = "", Item = {}, ConditionExpression }) => {
    const key = `${TableName} ${keyOf(Item)}`;
    if (ConditionExpression !== undefined && keys.has(key)) return undefined;
    keys.add(key);
    taken.puts[TableName] = (taken.puts[TableName] ?? 0) + 1;
    if (taken.samples.length < SAMPLES) taken.samples.push(Item);
    return "{}";
  },
  UpdateItem: ({ TableName = "" }) => {
    taken.updates[TableName] = (taken.updates[TableName] ?? 0) + 1;
    return "{}";
  },
  GetItem: () => "{}",
  Query: ({ ExpressionAttributeValues = {}, Limit = uploads.length, ExclusiveStartKey }) => {
    taken.queries += 1;
    const isOfUploads = Object.values(ExpressionAttributeValues).some((value) => value["S"] === "s3#0");
    const after = uploads.findIndex(({ sk }) => sk?.["S"] === ExclusiveStartKey?.["sk"]?.["S"]);
    return page(isOfUploads ? after + 1 : uploads.length, Limit);
  },
};

/** The answer to a Query of `limit` uploads. It is made once, because DynamoDB's own work is not what the bench measures. */
const page = (from: number, limit: number): string => {
  const name = `${from} ${limit}`;
  const items = uploads.slice(from, from + limit);
  const { pk, sk } = items.at(-1) ?? {};
  const text =
    pages.get(name) ??
    JSON.stringify({
      Items: items,
      Count: items.length,
      ScannedCount: items.length,
      ConsumedCapacity: { TableName: "log", CapacityUnits: Math.max(0.5, items.length / 14) }, // 14 items of about 0.6 KB are 8 KB
      ...(from + limit < uploads.length && { LastEvaluatedKey: { pk, sk } }),
    });
  pages.set(name, text);
  return text;
};

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    if (request.url === "/taken") {
      response.end(JSON.stringify(taken));
      taken = newTaken();
      keys.clear();
      return;
    }
    const operation = operations[String(request.headers["x-amz-target"]).split(".")[1] ?? ""];
    const answer = operation?.(JSON.parse(Buffer.concat(parts).toString()));
    const body = answer ?? JSON.stringify(REFUSED);
    const headers = { "content-type": "application/x-amz-json-1.0", "content-length": Buffer.byteLength(body) };
    response.writeHead(answer === undefined ? 400 : 200, headers).end(body);
  });
});
server.keepAliveTimeout = 60_000;

process.on("disconnect", () => process.exit());
process.send?.(await listening(server, 0));

function newTaken(): Taken {
  return { puts: {}, updates: {}, queries: 0, samples: [] };
}

function keyOf({ pk, sk, id }: Attributes): string {
  return [pk, sk, id].map((value) => value?.["S"]).join(" ");
}
