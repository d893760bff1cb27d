import type { Measure } from "./measure.ts";

/** A measurement, without the type of its result. A result that does not fit its schema is an error. */
export const onPage = <Result>({ name, title, schema, run, section }: Measure<Result>) => ({
  name,
  title,
  run,
  section: (result: unknown): string => `## ${title}\n\n${section(schema.parse(result))}`,
});
