import { randomUUID } from "node:crypto";

// Functions that do not do their work. The bench must notice it.

export const idle = async () => ({ written: 1 });

export const twice = async ({ Records }: { readonly Records: readonly unknown[] }) => {
  for (const _ of [...Records, ...Records]) await put({ pk: { S: "s3" }, sk: { S: randomUUID() } });
  return { written: Records.length };
};

export const empty = async () => ({ statusCode: 200, body: JSON.stringify({ entries: [], next: "/logs?cursor=1" }) });

const put = (Item: object) =>
  fetch(process.env["AWS_ENDPOINT_URL_DYNAMODB"] ?? "", {
    method: "POST",
    headers: { "x-amz-target": "DynamoDB_20120810.PutItem" },
    body: JSON.stringify({ TableName: "log", Item }),
  });
