import type { Streams } from "../log/streams.ts";

/** The parts of an OpenAPI document that depend on the streams of the log. */
interface Document {
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: { readonly Stream: { readonly enum: readonly string[] } } };
}

interface Operation {
  readonly tags: readonly string[];
  /** The stream without which there is no such route. */
  readonly "x-tributary-stream"?: string;
}

/**
 * The document for a log with these streams. It names them, and has no operation of a stream that is not declared. Its examples are
 * about the streams of this project. So it has none if one of these is not declared.
 */
export const documentOf = (document: Document, streams: Streams): unknown => {
  const isDeclared = (name: string) => Object.hasOwn(streams, name);
  const paths = Object.entries(document.paths).flatMap(([path, operations]) => {
    const kept = Object.entries(operations).filter(
      ([, { "x-tributary-stream": stream }]) => stream === undefined || isDeclared(stream),
    );
    return kept.length === 0 ? [] : [[path, Object.fromEntries(kept)] as const];
  });
  const used = new Set(paths.flatMap(([, operations]) => Object.values(operations).flatMap(({ tags }) => tags)));
  const { schemas } = document.components;
  const declared = {
    ...document,
    tags: document.tags.filter(({ name }) => used.has(name)),
    paths: Object.fromEntries(paths),
    components: {
      ...document.components,
      schemas: { ...schemas, Stream: { ...schemas.Stream, enum: Object.keys(streams) } },
    },
  };
  return schemas.Stream.enum.every(isDeclared) ? declared : withoutExamples(declared);
};

const withoutExamples = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutExamples);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => (name === "examples" ? [] : [[name, withoutExamples(inner)]])),
  );
};
