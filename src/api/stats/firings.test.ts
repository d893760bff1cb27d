import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { firingsOf } from "./firings.ts";

const HOUR = 3_600_000;
const iso = (ms: number) => new Date(ms).toISOString();
const on = (day: string, ...times: string[]) => times.map((time) => `${day}T${time}:00.000Z`);
const JANUARY = "2026-01-01T00:00:00.000Z"; // a Thursday

describe("a cron expression fires at the times at which AWS fires it:", () => {
  test.each([
    ["cron(0 10 * * ? *)", "2026-01-03", [...on("2026-01-01", "10:00"), ...on("2026-01-02", "10:00")]],
    ["cron(15 12 * * ? *)", "2026-01-03", [...on("2026-01-01", "12:15"), ...on("2026-01-02", "12:15")]],
    [
      "cron(0 18 ? * MON-FRI *)",
      "2026-01-06",
      [...on("2026-01-01", "18:00"), ...on("2026-01-02", "18:00"), ...on("2026-01-05", "18:00")],
    ],
    ["cron(0 8 1 * ? *)", "2026-03-01", [...on("2026-01-01", "08:00"), ...on("2026-02-01", "08:00")]],
    ["cron(0/15 * * * ? *)", "2026-01-01T01:00Z", on("2026-01-01", "00:00", "00:15", "00:30", "00:45")],
    ["cron(1/10 * * * ? *)", "2026-01-01T00:30Z", on("2026-01-01", "00:01", "00:11", "00:21")],
    [
      "cron(0/30 16-17 ? * MON-FRI *)",
      "2026-01-05T16:01Z",
      [
        ...on("2026-01-01", "16:00", "16:30", "17:00", "17:30"),
        ...on("2026-01-02", "16:00", "16:30", "17:00", "17:30"),
        ...on("2026-01-05", "16:00"),
      ],
    ],
    ["cron(15 10 ? * 6L 2022-2026)", "2026-03-01", [...on("2026-01-30", "10:15"), ...on("2026-02-27", "10:15")]],
    ["cron(15 10 ? * 6L 2022-2025)", "2030-01-01", []],
    ["cron(0 9 ? * 2#1 *)", "2026-03-01", [...on("2026-01-05", "09:00"), ...on("2026-02-02", "09:00")]],
    ["cron(0 8 3W * ? *)", "2026-03-01", [...on("2026-01-02", "08:00"), ...on("2026-02-03", "08:00")]],
    ["cron(0 8 L * ? *)", "2026-03-01", [...on("2026-01-31", "08:00"), ...on("2026-02-28", "08:00")]],
    ["cron(0 8 ? * 1,7 *)", "2026-01-10", [...on("2026-01-03", "08:00"), ...on("2026-01-04", "08:00")]],
    ["cron(0 8 ? * L *)", "2026-01-17", [...on("2026-01-03", "08:00"), ...on("2026-01-10", "08:00")]],
    ["cron( 0  8 ? jan,MAR sun#1 * )", "2027-01-01", [...on("2026-01-04", "08:00"), ...on("2026-03-01", "08:00")]],
    ["cron(0 8 1 1 ? */3)", "2031-01-01", [...on("2027-01-01", "08:00"), ...on("2030-01-01", "08:00")]],
    ["cron(0 8 29 2 ? *)", "2033-01-01", [...on("2028-02-29", "08:00"), ...on("2032-02-29", "08:00")]],
    ["cron(0 8 31 2 ? *)", "2126-01-01", []],
  ])("%s until %s", (expression, to, expected) =>
    expect(firingsOf(expression, { from: JANUARY, to, known: ["2025-12-31T23:59:00.000Z"] }).expected).toEqual(
      expected,
    ),
  );

  test("every five minutes from 8 to 17 on weekdays, also after a weekend", () =>
    expect(
      firingsOf("cron(0/5 8-17 ? * MON-FRI *)", {
        from: "2026-01-02T17:50:00.000Z",
        to: "2026-01-05T08:10:00.000Z",
        known: ["2026-01-02T17:45:00.000Z"],
      }).expected,
    ).toEqual([...on("2026-01-02", "17:50", "17:55"), ...on("2026-01-05", "08:00", "08:05")]));
});

describe("a firing of a cron expression that is not in the log is missed", () => {
  const hourly = (range: Partial<Parameters<typeof firingsOf>[1]>) =>
    firingsOf("cron(0 * * * ? *)", { from: JANUARY, to: "2026-01-01T04:00:00.000Z", known: [], ...range });

  test("from the first firing in the log on, if there was none before the time range", () =>
    expect(hourly({ known: on("2026-01-01", "03:00", "01:00") })).toEqual({
      expected: on("2026-01-01", "01:00", "02:00", "03:00"),
      missed: on("2026-01-01", "02:00"),
    }));

  test("from the beginning of the time range on, if there was a firing before it", () =>
    expect(hourly({ known: ["2025-12-31T23:00:00.000Z", ...on("2026-01-01", "02:00")] }).missed).toEqual(
      on("2026-01-01", "00:00", "01:00", "03:00"),
    ));

  test("but a firing at a time that is not in the expression is neither expected nor missed", () =>
    expect(hourly({ known: on("2026-01-01", "00:00", "01:30", "03:00") })).toMatchObject({
      expected: on("2026-01-01", "00:00", "01:00", "02:00", "03:00"),
      missed: on("2026-01-01", "01:00", "02:00"),
    }));

  test("but not if it is due exactly at the end of the time range", () => {
    const known = on("2026-01-01", "00:00");
    expect(hourly({ known, to: "2026-01-01T01:00:00.000Z" }).missed).toEqual([]);
    expect(hourly({ known, to: "2026-01-01T01:00:00.001Z" }).missed).toEqual(on("2026-01-01", "01:00"));
    expect(
      hourly({ known: [JANUARY], from: "2026-01-01T01:00:00.001Z", to: "2026-01-01T02:00:00.001Z" }).missed,
    ).toEqual(on("2026-01-01", "02:00"));
  });
});

describe("an at expression", () => {
  const at = (range: { known: string[]; from?: string }) =>
    firingsOf("at(2026-01-01T12:00:00)", { from: JANUARY, to: "2026-01-02T00:00:00.000Z", ...range });

  test("is expected once, and found", () =>
    expect(at({ known: on("2026-01-01", "12:00") })).toMatchObject({
      expected: on("2026-01-01", "12:00"),
      missed: [],
    }));

  test("is missed if the schedule fired before and the log does not have it", () =>
    expect(at({ known: ["2025-12-31T12:00:00.000Z"] }).missed).toEqual(on("2026-01-01", "12:00")));

  test("is not expected after its time", () =>
    expect(at({ known: [JANUARY], from: "2026-01-01T12:00:00.001Z" }).expected).toEqual([]));
});

describe("in a schedule with a rate", () => {
  const firing = (from: number, every: number, count: number) =>
    Array.from({ length: count }, (_, n) => from + n * every);
  const rates = fc
    .tuple(
      fc.integer({ min: 1, max: 90 }),
      fc.constantFrom(["minute", 60_000], ["hour", HOUR], ["day", 24 * HOUR] as const),
      fc.integer({ min: 0, max: 4e9 }).map((seconds) => seconds * 1000),
    )
    .map(([n, [unit, ms], start]) => ({
      expression: `rate(${n} ${unit}${n === 1 ? "" : "s"})`,
      every: n * Number(ms),
      start,
    }));

  test("the firings that are missing in a regular series are missed, except those before the first known firing", () =>
    fc.assert(
      fc.property(
        rates,
        fc.array(fc.boolean(), { minLength: 1, maxLength: 60 }),
        fc.nat(1000),
        fc.nat(1000),
        ({ expression, every, start }, there, a, b) => {
          const end = start + there.length * every;
          const [from = start, to = end] = [a, b]
            .sort((x, y) => x - y)
            .map((n) => start + Math.round(((end - start) * n) / 1000));
          const series = firing(start, every, there.length);
          const kept = series.filter((_, n) => there[n]);
          const previous = kept.findLast((time) => time < from);
          const found = kept.filter((time) => time >= from && time < to);
          const first = previous ?? found[0] ?? end;
          const due = series.filter((time) => time >= Math.max(from, first) && time < to);
          expect(
            firingsOf(expression, {
              from: iso(from),
              to: iso(to),
              known: (previous === undefined ? found : [previous, ...found]).map(iso),
            }),
          ).toEqual({
            expected: due.map(iso),
            missed: due.filter((time) => !kept.includes(time)).map(iso),
          });
        },
      ),
    ));

  test("no firing is missed if the series begins again within less than two rates", () =>
    fc.assert(
      fc.property(rates, fc.double({ min: 0, max: 1, noNaN: true }), ({ expression, every, start }, part) => {
        const gap = 1000 * Math.round(1 + part * (every / 500 - 3)); // whole seconds, from 1 s to two rates minus 2 s
        const again = start + 2 * every + gap;
        const known = [...firing(start, every, 3), ...firing(again, every, 3)].map(iso);
        const range = { from: iso(start), to: iso(again + 3 * every), known };
        expect(firingsOf(expression, range)).toMatchObject({ expected: known, missed: [] });
      }),
    ));

  test("one firing is missed in a gap of almost two rates, and none in a gap of 1.5 rates", () => {
    const hourly = (known: string[]) =>
      firingsOf("rate(1 hour)", { from: JANUARY, to: "2026-01-01T03:00:00.000Z", known });
    expect(hourly(["2026-01-01T00:00:01.000Z", "2026-01-01T02:00:00.000Z"]).missed).toEqual([
      "2026-01-01T01:00:01.000Z",
    ]);
    expect(hourly(on("2026-01-01", "00:30", "02:00")).missed).toEqual([]);
  });

  test("the first firing after the time range shows whether the series began again", () => {
    const hourly = (known: string[]) =>
      firingsOf("rate(1 hour)", { from: JANUARY, to: "2026-01-01T01:45:00.000Z", known });
    expect(hourly(on("2026-01-01", "00:30")).missed).toEqual(on("2026-01-01", "01:30"));
    expect(hourly(on("2026-01-01", "00:30", "02:00"))).toMatchObject({
      expected: on("2026-01-01", "00:30"),
      missed: [],
    });
  });
});

test.each(["rate(1 hour)", "cron(0 * * * ? *)", "at(2026-01-01T12:00:00)"])(
  "%s: no firing is expected if none is known",
  (expression) =>
    expect(firingsOf(expression, { from: JANUARY, to: "2027-01-01T00:00:00.000Z", known: [] })).toEqual({
      expected: [],
      missed: [],
    }),
);

describe("an expression that cannot be read throws an error that names the wrong part:", () => {
  test.each([
    ["", "rate(…), cron(…) or at(…)"],
    ["0 10 * * ? *", "rate(…), cron(…) or at(…)"],
    ["every(5 minutes)", "rate(…), cron(…) or at(…)"],
    ["rate(0 minutes)", "at least 1"],
    ["rate(-5 minutes)", "at least 1"],
    ["rate(1.5 hours)", "at least 1"],
    ["rate(5 weeks)", "minutes, hours or days"],
    ["rate()", "minutes, hours or days"],
    ["at(2026-02-30T12:00:00)", "yyyy-mm-ddThh:mm:ss"],
    ["at(2026-01-31T12:00:00Z)", "yyyy-mm-ddThh:mm:ss"],
    ["at(2026-01-31T12:00)", "yyyy-mm-ddThh:mm:ss"],
    ["cron(0 10 * * ?)", "six fields"],
    ["cron(0 0 10 * * ? *)", "six fields"],
    ["cron(0 10 * * * *)", "either day-of-month or day-of-week"],
    ["cron(0 10 ? * ? *)", "either day-of-month or day-of-week"],
    ["cron(60 10 * * ? *)", "minute: 60"],
    ["cron(? 10 * * ? *)", 'minutes is "?"'],
    ["cron(0 10:00 * * ? *)", 'hours is "10:00"'],
    ["cron(0 10 X * ? *)", 'day-of-month is "X"'],
    ["cron(0 10 * JAM ? *)", "JAM"],
    ["cron(0 10 ? * 0 *)", 'day-of-week is "0"'],
    ["cron(0 10 ? * 8 *)", 'day-of-week is "8"'],
    ["cron(0 10 ? * 2#6 *)", "1-5"],
    ["cron(0 10 * * ? now)", 'year is "NOW"'],
  ])("%j", (expression, wrong) => {
    const range = { from: JANUARY, to: "2026-01-02T00:00:00.000Z", known: [] };
    expect(() => firingsOf(expression, range)).toThrow(wrong);
    expect(() => firingsOf(expression, range)).toThrow(`"${expression}"`);
  });
});
