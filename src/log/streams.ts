import * as z from "zod";
import { lazy } from "./lazy.ts";

/** The settings of one stream. They decide how its entries are stored and read, but never what identifies an event. */
export interface StreamSettings {
  /**
   * Whether the entries are in the sparse index `bySubject`. The index makes the history of one subject cheap to read, and costs one
   * more write unit for each entry with a subject.
   */
  readonly bySubject?: boolean;
  /**
   * The beginnings of further types whose `data.sequencer` gives the order of the entries of one subject better than their time does.
   * The types of S3 and of DynamoDB are known, and need no declaration.
   */
  readonly sequenced?: readonly string[];
}

/** The streams of a log by name. Each trigger writes to one of them. The stream `rejected` is always there and is not declared. */
export type Streams = Readonly<Record<string, StreamSettings>>;

/**
 * Declares the streams of a log, as plain data. A name has lower-case letters and digits. `rejected` and `claim` are reserved. A wrong
 * name or setting does not compile. If the compiler cannot know the names, this function throws an error that names the fault.
 *
 * @example
 * export const streams = defineStreams({ orders: { bySubject: true }, uploads: {} });
 */
export const defineStreams = <const S extends Checked<S>>(streams: S): S => {
  checkStreams(streams);
  return streams;
};

/** Throws an error that names the first wrong name or setting. */
export const checkStreams = (streams: unknown): void => {
  if (isPlainlyRight(streams)) return;
  const parsed = Declared().safeParse(streams);
  if (!parsed.success) throw new Error(`The streams of the log are wrong: ${z.prettifyError(parsed.error)}`);
};

/** Whether the entries of a stream are in the index `bySubject`. */
export const isBySubject = (streams: Streams, name: string): boolean => settingsOf(streams, name).bySubject ?? false;

/** The settings of a stream; the defaults if it is not declared. */
export const settingsOf = (streams: Streams, name: string): StreamSettings =>
  (Object.hasOwn(streams, name) && streams[name]) || {};

/** Whether a name has the form of a stream's name. */
export const isStreamName = (name: string): boolean => NAME.test(name);

/** The stream of the rejected events. It has its own routes, and so its own permissions. */
export const REJECTED = "rejected";

const NAME = /^[a-z0-9]{1,50}$/;
const RESERVED: readonly string[] = [REJECTED, "claim"] satisfies Reserved[];

/**
 * Whether a declaration is one that the schema accepts. Each function checks its streams when it starts, and the schema costs several
 * milliseconds of that. So only a declaration that may be wrong goes to the schema, which says what is wrong.
 */
const isPlainlyRight = (streams: unknown): boolean =>
  isPlain(streams) &&
  Object.keys(streams).length > 0 &&
  Object.entries(streams).every(
    ([name, settings]) =>
      nameFault(name) === undefined && isPlain(settings) && Object.entries(settings).every(isSetting),
  );

const isPlain = (value: unknown): value is object =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

const isSetting = ([name, value]: readonly [string, unknown]): boolean =>
  name === "bySubject"
    ? typeof value === "boolean"
    : name === "sequenced" && Array.isArray(value) && value.every((one) => typeof one === "string" && one !== "");

const Settings = () =>
  z.strictObject({
    bySubject: z.boolean().optional(),
    sequenced: z.array(z.string().min(1)).optional(),
  });

const Declared = lazy(() =>
  z
    .record(z.string(), Settings())
    .refine((streams) => Object.keys(streams).length > 0, "Declare at least one stream")
    .superRefine((streams, context) => {
      for (const name of Object.keys(streams)) {
        const message = nameFault(name);
        if (message !== undefined) context.addIssue({ code: "custom", path: [name], message });
      }
    }),
);

const nameFault = (name: string): string | undefined => {
  if (!NAME.test(name)) return `"${name}" is no name of a stream: use 1 to 50 lower-case letters and digits`;
  return RESERVED.includes(name) ? `"${name}" is reserved. Choose another name for the stream` : undefined;
};

type Reserved = "rejected" | "claim";

type Checked<S> = {
  readonly [Name in keyof S]: Name extends Reserved
    ? `The name "${Name}" is reserved`
    : IsName<Name> extends true
      ? {
          readonly [Setting in keyof S[Name]]: Setting extends keyof StreamSettings
            ? StreamSettings[Setting]
            : "A stream has only the settings bySubject and sequenced";
        }
      : "The name of a stream has only lower-case letters and digits";
};

/** Whether a name has only lower-case letters and digits. A name that the compiler does not know passes: the check at start-up reads it. */
type IsName<Name> = Name extends `${infer First}${infer Rest}`
  ? First extends Sign
    ? Rest extends ""
      ? true
      : IsName<Rest>
    : false
  : string extends Name
    ? true
    : false;

type Sign = Digit | Letter;
type Digit = `${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`;
type Letter = Row<"abcdefghijklmnopqrstuvwxyz">;
type Row<Text> = Text extends `${infer First}${infer Rest}` ? First | Row<Rest> : never;
