import { createServer } from "node:http";
import * as z from "zod";
import { listening } from "../../src/local/listening.ts";
import { type Attributes, Attributes as AttributesSchema, type Taken } from "./taken.ts";

// A stand-in for DynamoDB in a process of its own, so that the work of the database is not counted as work of the function. It keeps
// the keys of what was put, refuses a second put of a key that has a condition, and answers every Query of the partition `s3#0`
// with one page. `GET /taken` gives the writes since the last time, and forgets them.

const Input = z.object({
  TableName: z.string().optional(),
  Item: AttributesSchema.optional(),
  ConditionExpression: z.string().optional(),
  ExpressionAttributeValues: AttributesSchema.optional(),
});

const SAMPLES = 20;
const REFUSED = {
  __type: "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
  message: "The conditional request failed",
};

const page: string = process.argv[2] ?? "{}";
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
  Query: ({ ExpressionAttributeValues = {} }) => {
    taken.queries += 1;
    return Object.values(ExpressionAttributeValues).some((value) => value["S"] === "s3#0") ? page : EMPTY;
  },
};
const EMPTY = JSON.stringify({ Items: [], Count: 0, ScannedCount: 0, ConsumedCapacity: { CapacityUnits: 0.5 } });

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
