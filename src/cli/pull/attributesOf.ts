/**
 * The attributes of an item in the JSON of DynamoDB, from plain JSON: `{"id": 1}` becomes `{"id": {"N": "1"}}`.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_AttributeValue.html
 */
export const attributesOf = (item: object): object =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, attributeOf(value)]));

const attributeOf = (value: unknown): object => {
  if (value === null) return { NULL: true };
  if (typeof value === "string") return { S: value };
  if (typeof value === "boolean") return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map(attributeOf) };
  if (typeof value === "object" && !JSON.isRawJSON(value)) return { M: attributesOf(value) };
  return { N: JSON.stringify(value) };
};
