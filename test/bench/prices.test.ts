import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { dollarsPerMillion, prices } from "../../bench/prices.ts";

describe.each(["README.md", "docs/cost.md"])("%s", (page) => {
  const text = readFileSync(page, "utf8");

  test.each([
    ["a write unit", `$${(prices.writeUnit * 1e6).toFixed(3)}`],
    ["an invocation", `$${(prices.invocation * 1e6).toFixed(2)} per million`],
    ["a GB-second of Lambda", `$${prices.gigabyteSecond}`],
    ["a request of an HTTP API", `$${(prices.request * 1e6).toFixed(2)} per million requests`],
    ["a GB of logs", `$${prices.logGigabyte.toFixed(2)} per GB`],
  ])("has the price of %s", (_, price) => expect(text).toContain(price));

  test.each([
    ["uploads", { writeUnits: 2, isHttp: false }],
    ["CloudEvents with a subject", { writeUnits: 3, isHttp: true }],
  ])("has the total of one million %s", (_, event) => {
    const { total } = dollarsPerMillion(event);
    expect(text).toContain(`**$${total.toFixed(2)}**`);
  });
});

test("docs/cost.md has the price of a read unit", () => {
  const price = `$${(prices.readUnit * 1e6).toFixed(3)} per million`;
  expect(readFileSync("docs/cost.md", "utf8")).toMatch(
    new RegExp(`one read unit .*\\| ${price.replaceAll(/[$.]/g, "\\$&")}`),
  );
});
