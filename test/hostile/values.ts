import fc from "fast-check";

/** How often each property is tried; `FUZZ_RUNS=4000 npx vitest run test/hostile` tries harder. */
export const runs = { numRuns: Number(process.env["FUZZ_RUNS"] ?? 150) };
export const patience = { timeout: 60_000 + runs.numRuns * 100 };

/** Names that mean something to JavaScript, to JSON, or to the table. */
export const NAMES = [
  ...["__proto__", "constructor", "prototype", "toString", "toJSON", "hasOwnProperty", "then", "length"],
  ...["pk", "sk", "about", "late", "arrival", "expiresat", "extensions", "id", "data", "data_base64"],
  ...["Records", "Event", "detail-type", "scheduleArn", "headers", "body", "requestContext", "content-type"],
];

const TEXTS = [
  ...["", " ", "\u0000", "\ud800", "\udc00x", "\ufeff", "\u2028", "\u202e", "\ud83d\ude00", "\u{10ffff}"],
  ...["#", "a#b", "%", "%E0%A4%A", "a+b", "\n", "../..", "null", "1e400", "arn:", "s3:TestEvent", "aws:sqs"],
  ...["0000-01-01T00:00:00Z", "2016-12-31T23:59:60Z", "9999-12-31T23:59:59.999-23:59", "application/json", "{bad"],
];

export const text = fc.oneof(
  fc.constantFrom(...TEXTS, ...NAMES),
  fc.string({ maxLength: 20 }),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.nat(0xffff).map((unit) => String.fromCharCode(unit)),
  fc.integer({ min: 200, max: 4000 }).map((length) => "x".repeat(length)),
);

/** These include Infinity, because JSON.parse reads 1e400 as Infinity. */
const number = fc.oneof(
  fc.constantFrom(0, -0, 1e308, -1e308, 5e-324, 2 ** 53, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
);

/** Made from pairs, so that `__proto__` becomes an ordinary key. */
const objectOf = (value: fc.Arbitrary<unknown>): fc.Arbitrary<object> =>
  fc
    .array(fc.tuple(fc.oneof(text, fc.constantFrom(...NAMES)), value), { maxLength: 5 })
    .map((pairs) => Object.fromEntries(pairs));

/** Any value that JSON.parse can return. */
export const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(text, number, fc.boolean(), fc.constant(null)),
    fc.array(tie("value"), { maxLength: 4 }),
    objectOf(tie("value")),
  ),
}));

/** Wraps a value in this many arrays and objects. */
export const nested = (depth: number, inside: unknown = 1): unknown => {
  let around = inside;
  for (let i = 0; i < depth; i++) around = i % 2 === 0 ? [around] : { a: around };
  return around;
};
