import { readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { routeKeyOf } from "../src/local/routing.ts";
import { readTemplate } from "../src/local/template.ts";
import { dynamoReader } from "../src/log/reader.ts";
import { defineStreams } from "../src/log/streams.ts";
import { reading } from "../src/middleware/stack.ts";
import { document } from "../src/openapi/document.ts";
import { streams } from "../src/streams.ts";
import { newTable } from "./table.ts";
import { bodyOf, deliver, newWorld, request } from "./world.ts";

const text = readFileSync(new URL("../docs/openapi.json", import.meta.url), "utf8");

const Content = z.record(
  z.string(),
  z.object({ examples: z.record(z.string(), z.object({ value: z.unknown() })).default({}) }),
);
const Operation = z.object({
  requestBody: z.object({ content: Content }).optional(),
  responses: z.record(z.string(), z.object({ content: Content.default({}) })),
});
const { paths } = z.object({ paths: z.record(z.string(), z.record(z.string(), Operation)) }).parse(JSON.parse(text));

const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    route: `${method.toUpperCase()} ${path}`,
    path,
    method,
    operation,
  })),
);
/** Every media type of every body, with its place in the document. */
const bodies = operations.flatMap(({ route, path, method, operation: { requestBody, responses } }) =>
  [
    { place: "requestBody", status: "sent", content: requestBody?.content ?? {} },
    ...Object.entries(responses).map(([status, { content }]) => ({ place: `responses/${status}`, status, content })),
  ].flatMap(({ place, status, content }) =>
    Object.entries(content).map(([type, { examples }]) => ({
      route,
      status,
      type,
      examples: Object.entries(examples).map(([name, { value }]) => ({ name, value })),
      pointer: `/paths/${escaped(path)}/${method}/${place}/content/${escaped(type)}/schema`,
    })),
  ),
);

function escaped(step: string): string {
  return step.replaceAll("~", "~0").replaceAll("/", "~1");
}

describe("docs/openapi.json", () => {
  test("matches the schemas and the functions of now", async () => {
    const today = `${JSON.stringify(await document(await newTable()), null, 2)}\n`;
    expect(text, "docs/openapi.json is stale: run `npm run openapi`").toBe(today);
  });

  test("is an OpenAPI 3.1 document", async () => {
    const validator = new Validator();
    expect(await validator.validate(JSON.parse(text))).toMatchObject({ valid: true });
    expect(validator.version).toBe("3.1");
  });

  test("describes exactly the routes of template.yaml", () => {
    const described = readTemplate()
      .routes.map(routeKeyOf)
      .filter((key) => key !== "$default");
    expect(operations.map(({ route }) => route).toSorted()).toEqual(described.toSorted());
  });

  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema(JSON.parse(text), "openapi.json");

  test.each(bodies.filter(({ examples }) => examples.length > 0))(
    "has examples that match its schemas: $route, $status, $type",
    ({ pointer, examples }) => {
      const validate = ajv.compile({ $ref: `openapi.json#${encodeURI(pointer)}` });
      for (const { name, value } of examples) {
        validate(value);
        expect(validate.errors ?? [], name).toEqual([]);
      }
    },
  );

  test("describes every parameter", () => {
    const Described = z.object({
      parameters: z.array(z.object({ name: z.string(), description: z.string() })).default([]),
    });
    const parameters = operations.flatMap(({ path, method }) =>
      Described.parse(JSON.parse(text).paths[path][method]).parameters.map((found) => ({ path, ...found })),
    );
    expect(parameters.filter(({ description }) => description === "")).toEqual([]);
    expect(parameters.map(({ name }) => name)).toEqual(expect.arrayContaining(["follow", "tail", "around"]));
  });

  test("has an example of every answer, except server errors, answers of API Gateway, and the document itself", () => {
    const bare = bodies
      .filter(({ examples }) => examples.length === 0)
      .filter(({ status }) => !/^(403|429|431|5..)$/.test(status));
    expect(bare.map(({ route, status, type }) => `${route} ${status} ${type}`)).toEqual([
      "POST /events 413 application/json",
      "GET /openapi.json 200 application/json",
    ]);
  });
});

describe("GET /openapi.json", async () => {
  const { logs } = await newWorld();
  const get = (target = "/openapi.json", headers: Readonly<Record<string, string>> = {}) =>
    deliver(logs, request("GET", target, headers));

  test("answers the document", async () => {
    const answer = await get();
    expect(answer).toMatchObject({ statusCode: 200, headers: { "content-type": "application/json" } });
    expect(bodyOf(answer)).toEqual(JSON.parse(text));
  });

  test("names the streams of another log, and has no route and no example of a stream that it does not have", async () => {
    const streams = defineStreams({ orders: {}, uploads: {} });
    const other = reading(streams, { reader: dynamoReader(await newTable({}, streams), Date.now), print: () => {} });
    const { components, paths: served, tags, ...rest } = bodyOf(await deliver(other, request("GET", "/openapi.json")));
    expect(components.schemas.Stream.enum).toEqual(["orders", "uploads"]);
    expect(Object.keys(served)).toEqual(Object.keys(paths).filter((path) => path !== "/events"));
    expect(tags.map(({ name }: { name: string }) => name)).toEqual(["logs", "rejected", "openapi"]);
    expect(JSON.stringify(served)).not.toMatch(/"examples"|schedule\.0|http\.0|s3\.0/);
    expect(await new Validator().validate({ ...rest, components, paths: served, tags })).toMatchObject({ valid: true });
  });

  test("keeps its examples in a log that has more streams", async () => {
    const more = { ...streams, orders: {} };
    const other = reading(more, { reader: dynamoReader(await newTable({}, more), Date.now), print: () => {} });
    const served = bodyOf(await deliver(other, request("GET", "/openapi.json")));
    expect(served.components.schemas.Stream.enum).toEqual([...Object.keys(streams), "orders"]);
    expect(served.paths).toEqual(JSON.parse(text).paths);
  });

  test("is a 304 for a client that has the document", async () => {
    const { headers = {} } = await get();
    expect(headers["cache-control"]).toBe("private, max-age=3600");
    expect(await get("/openapi.json", { "if-none-match": headers["etag"] ?? "" })).toMatchObject({ statusCode: 304 });
  });

  test("has no parameters, no other methods and no paths below it", async () => {
    expect(await get("/openapi.json?pretty=1")).toMatchObject({ statusCode: 400 });
    expect(await get("/openapi.json/paths")).toMatchObject({ statusCode: 404 });
    expect(await deliver(logs, request("DELETE", "/openapi.json"))).toMatchObject({
      statusCode: 405,
      headers: { allow: "GET, HEAD" },
    });
  });
});
