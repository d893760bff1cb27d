import type { TestProject } from "vitest/node";
import { startDynamoDb } from "../src/local/dynamodb.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly endpoint: string;
  }
}

/** Gives all suites one DynamoDB: the one at DYNAMODB_ENDPOINT (for example DynamoDB Local), or else a dynalite in memory. */
export default async (project: TestProject) => {
  const given = process.env["DYNAMODB_ENDPOINT"];
  const { endpoint, stop } = given === undefined ? await startDynamoDb() : { endpoint: given, stop: async () => {} };
  project.provide("endpoint", endpoint);
  return stop;
};
