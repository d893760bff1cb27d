import fc from "fast-check";
import { expect, test } from "vitest";
import { type Place, placeIn, queryOf, VIEWS } from "../../src/console/page/state/url.ts";

const text = fc.option(fc.string({ minLength: 1, unit: "grapheme" }), { nil: undefined });
const texts = fc.array(fc.string({ minLength: 1, unit: "grapheme" }), { maxLength: 3 });
const time = fc.constantFrom(
  undefined,
  "-1h",
  "-30d",
  "2026-11-28",
  "2026-11-28T04:05:06.789Z",
  "2026-11-28T04:05:06+01:00",
);
const places: fc.Arbitrary<Place> = fc.record({
  ...{ view: fc.constantFrom(...VIEWS), from: time, to: time, stream: texts, type: texts },
  ...{
    source: text,
    subject: text,
    subjectPrefix: text,
    entry: text,
    tab: text,
    group: text,
    stack: text,
    region: text,
  },
});

test("an address and what the page shows say the same", () =>
  fc.assert(
    fc.property(places, (place) => {
      expect(placeIn(queryOf(place))).toEqual(place);
    }),
  ));

test("the usual view has no query, and every filter has its name in the API", () => {
  expect(queryOf(placeIn(""))).toBe("");
  expect(queryOf(placeIn("?view=log&stream=s3&stream=http&subjectPrefix=a%2Bb+c&from=-7d"))).toBe(
    "?stream=s3&stream=http&from=-7d&subjectPrefix=a%2Bb+c",
  );
});

test("the id of a rejection opens it among the rejections, and any other id in the log", () => {
  expect(placeIn("?entry=rejected.0.mwzwddlv.bMFBuxUtwRNvTmG8dfxk").view).toBe("rejected");
  expect(placeIn("?entry=s3.0.mkayi4gn.ALmdd-d3YEoe2Iwonu4d").view).toBe("log");
});

test.each(["?view=nothing", "?view=", "?from=yesterday", "?to=2026", "?from=-1", "?stream=&type=", "?view=log&x=1"])(
  "%s is the usual view",
  (query) => expect(placeIn(query)).toEqual(placeIn("")),
);
