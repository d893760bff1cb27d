/**
 * List prices of us-east-1 in US dollars, without the free tier. They were last compared with AWS's pages in November 2026. docs/cost.md and
 * README.md show the same numbers: test/bench/prices.test.ts compares them.
 * https://aws.amazon.com/dynamodb/pricing/on-demand/, https://aws.amazon.com/lambda/pricing/, https://aws.amazon.com/api-gateway/pricing/,
 * https://aws.amazon.com/cloudwatch/pricing/
 */
export const prices = {
  /** DynamoDB on demand. */
  writeUnit: 0.625e-6,
  readUnit: 0.125e-6,
  invocation: 0.2e-6,
  /** Lambda on x86_64. */
  gigabyteSecond: 0.0000166667,
  /** API Gateway, an HTTP API. */
  request: 1e-6,
  /** CloudWatch Logs, a GB that is taken in. */
  logGigabyte: 0.5,
} as const;

/** What is assumed of a function: 512 MB for 50 ms, and 1 KB of log for each invocation. */
const assumed = { gigabytes: 0.5, seconds: 0.05, logGigabytes: 1e-6, accessLogGigabytes: 0.36e-6 } as const;

/** Dollars for one million events, one an invocation, that cost so many write units each. Each part is in whole cents, so the parts add up to the total. */
export const dollarsPerMillion = (event: { readonly writeUnits: number; readonly isHttp: boolean }) => {
  const million = 1e6;
  const dynamodb = inCents(event.writeUnits * prices.writeUnit * million);
  const gateway = event.isHttp ? inCents(prices.request * million) : 0;
  const lambda = inCents((prices.invocation + assumed.gigabytes * assumed.seconds * prices.gigabyteSecond) * million);
  const logGigabytes = assumed.logGigabytes + (event.isHttp ? assumed.accessLogGigabytes : 0);
  const logs = inCents(logGigabytes * prices.logGigabyte * million);
  return { dynamodb, total: dynamodb + gateway + lambda + logs };
};

const inCents = (dollars: number): number => Math.round(dollars * 100) / 100;
