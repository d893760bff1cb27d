import * as z from "zod";
import { createDocument, type ZodOpenApiObject, type ZodOpenApiPathsObject } from "zod-openapi";
import packageJson from "../../package.json" with { type: "json" };
import { FaultRow, TypeRow } from "../api/stats/counts.ts";
import { REJECTED } from "../log/streams.ts";
import type { Table } from "../log/table.ts";
import { answers } from "./answers.ts";
import { ids } from "./calls.ts";
import { Entry, Rejected, Stream } from "./entry.ts";
import { events } from "./events.ts";
import { withExamples } from "./examples.ts";
import { headOf } from "./head.ts";
import { type Collection, list, one, stats } from "./logs.ts";
import type { Operation } from "./operation.ts";
import { override } from "./override.ts";
import { self } from "./self.ts";

const logs: Collection = {
  tag: "logs",
  operationIds: { list: "listLog", stats: "countLog", one: "getLog" },
  schemas: { page: "Page", batch: "Batch", counts: "Counts" },
  stream: Stream,
  entry: Entry,
  row: TypeRow(),
  id: ids.log,
};
const rejected: Collection = {
  tag: "rejected",
  operationIds: { list: "listRejected", stats: "countRejected", one: "getRejected" },
  schemas: { page: "RejectedPage", batch: "RejectedBatch", counts: "RejectedCounts" },
  stream: z.enum([REJECTED]),
  entry: Rejected,
  row: FaultRow(),
  id: ids.rejected,
};

const reads: Readonly<Record<string, Operation>> = {
  "/logs": list(logs),
  "/logs/stats": stats(logs),
  "/logs/{id}": one(logs),
  "/rejected": list(rejected),
  "/rejected/stats": stats(rejected),
  "/rejected/{id}": one(rejected),
  "/openapi.json": self,
};

/** The operations by route, as in template.yaml. */
const operations: Readonly<Record<string, Operation>> = {
  "POST /events": events,
  ...Object.fromEntries(
    Object.entries(reads).flatMap(([path, operation]) => [
      [`GET ${path}`, operation],
      [`HEAD ${path}`, headOf(operation)],
    ]),
  ),
};

/** Makes the OpenAPI document of the HTTP API. Its examples are answers of the functions with this table, which must be empty. The document is the same at every call. */
export const document = async (table: Table) => {
  const answered = await answers(table);
  const paths: ZodOpenApiPathsObject = {};
  for (const [route, operation] of Object.entries(operations)) {
    const [method = "", path = ""] = route.split(" ");
    const calls = answered.filter((call) => call.route === route);
    paths[path] = { ...paths[path], [method.toLowerCase()]: withExamples(operation, calls) };
  }
  return createDocument({ ...head, paths }, { override });
};

const head: Omit<ZodOpenApiObject, "paths"> = {
  openapi: "3.1.1",
  info: {
    title: "Tributary",
    version: packageJson.version,
    description: packageJson.description,
    license: { name: packageJson.license, identifier: packageJson.license },
  },
  servers: [
    {
      url: "https://{apiId}.execute-api.{region}.amazonaws.com",
      description: "The ApiUrl of a deployed stack",
      variables: { apiId: { default: "api" }, region: { default: "eu-central-1" } },
    },
  ],
  tags: [
    { name: "events", description: "Send events" },
    { name: "logs", description: "Read the log" },
    { name: "rejected", description: "Read rejected events. IAM decides who may read them" },
    { name: "openapi", description: "The description of the API" },
  ],
  security: [{ sigv4: [] }],
  components: {
    // The same as in an export of API Gateway.
    securitySchemes: {
      sigv4: {
        type: "apiKey",
        in: "header",
        name: "Authorization",
        description: "AWS Signature Version 4, of the service execute-api",
        "x-amazon-apigateway-authtype": "awsSigv4",
      },
    },
  },
};
