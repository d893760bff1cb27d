/** The largest size of an item, in bytes, including the names of its attributes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
export const ITEM_BYTES = 400 * 1024;

/**
 * The size of an item in bytes, as DynamoDB counts it. The result may be a byte or two too high for each number.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export const itemBytes = (item: Readonly<Record<string, unknown>>): number =>
  Object.entries(item).reduce(
    (sum, [name, value]) => sum + (value === undefined ? 0 : Buffer.byteLength(name) + bytesOf(value)),
    0,
  );

const bytesOf = (value: unknown): number => {
  if (typeof value === "string") return Buffer.byteLength(value);
  if (typeof value === "number") return Math.ceil(String(value).length / 2) + 2;
  if (typeof value !== "object" || value === null) return 1;
  return 3 + Object.keys(value).length + itemBytes({ ...value });
};
