import { Ajv } from "ajv";
import formats from "ajv-formats";
import { CloudEvent } from "cloudevents";
import { expect } from "vitest";

const text = { type: "string", minLength: 1 };

/**
 * The JSON Schema of the CloudEvents specification for the JSON format. It is stricter where the specification has a rule
 * only in its text: for the names of attributes, and for the types of extensions.
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/cloudevents.json
 */
const schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  type: "object",
  required: ["id", "source", "specversion", "type"],
  properties: {
    specversion: { const: "1.0" },
    id: text,
    source: { ...text, format: "uri-reference" },
    type: text,
    datacontenttype: text,
    dataschema: { ...text, format: "uri" },
    subject: text,
    time: { ...text, format: "date-time" },
    data: {},
    data_base64: { type: "string", contentEncoding: "base64" },
  },
  not: { required: ["data", "data_base64"] },
  propertyNames: { pattern: "^([a-z0-9]+|data_base64)$" },
  additionalProperties: {
    anyOf: [{ type: "string" }, { type: "boolean" }, { type: "integer", minimum: -(2 ** 31), maximum: 2 ** 31 - 1 }],
  },
};

const ajv = new Ajv({ allErrors: true });
formats.default(ajv);
const validate = ajv.compile(schema);

/** Checks an event that a reader gets, with the schema of the specification and with the CloudEvents SDK. */
export const expectCloudEvent = (event: unknown): void => {
  validate(event);
  expect(validate.errors ?? [], JSON.stringify(event)).toEqual([]);
  expect(() => new CloudEvent(JSON.parse(JSON.stringify(event)), true)).not.toThrow();
};
