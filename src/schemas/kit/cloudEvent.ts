import * as z from "zod";
import { type Extensions, reserved } from "../../log/entry.ts";
import { ATTRIBUTE, attribute, attributeFault, moment } from "../../log/fields.ts";
import { withOrdinaryNumbers } from "../../log/ordinaryNumbers.ts";
import { asNumber } from "./shape.ts";

const EXTENSIONS_BYTES = 16 * 1024;
const NAME = /^[a-z0-9]{1,100}$/;
const WRONG_NAME =
  "Invalid attribute name: expected lower-case letters and digits (CloudEvents 1.0.2, Naming Conventions)";

const extension = z.union([z.string().meta({ pattern: ATTRIBUTE }), z.boolean(), z.int32()], {
  error: "Invalid extension: expected a string, a boolean or a 32-bit integer (CloudEvents 1.0.2, Type System)",
});

// "Unset attributes MAY be encoded to the JSON value of null" (JSON format, section 2.2). For `data`, null is a value.
const Attributes = z
  .object({
    specversion: z.literal("1.0"),
    id: attribute(1024),
    source: attribute(2048),
    type: attribute(1024),
    subject: attribute(2048).nullish(),
    time: moment.nullish(),
    datacontenttype: attribute(256).nullish(),
    dataschema: attribute(2048).nullish(),
    data: z.unknown().optional(),
    data_base64: z.base64().nullish(),
  })
  .catchall(extension.nullable())
  .meta({
    propertyNames: { pattern: `${NAME.source}|^data_base64$`, not: { enum: [...reserved] } },
    not: { required: ["data", "data_base64"], properties: { data_base64: { type: "string" } } },
  });

/**
 * A CloudEvent in the JSON format. The result has all extensions under `extensions`.
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
 */
export const cloudEvent = z
  .preprocess(withoutProto, Attributes)
  .superRefine((event, context) => {
    if (event.data !== undefined && typeof event.data_base64 === "string")
      context.addIssue({
        code: "custom",
        path: ["data_base64"],
        message: "An event has data or data_base64, not both",
      });
  })
  .transform(
    ({ specversion, id, source, type, subject, time, datacontenttype, dataschema, data, data_base64, ...rest }) => ({
      ...{ id, source, type, ...withOrdinaryNumbers(data) },
      subject: subject ?? undefined,
      moment: time ?? undefined,
      datacontenttype: datacontenttype ?? undefined,
      dataschema: dataschema ?? undefined,
      data_base64: data_base64 ?? undefined,
      extensions: setExtensions(rest),
    }),
  )
  .superRefine(({ extensions }, context) => {
    for (const [name, value] of Object.entries(extensions)) {
      const message = nameFault(name) ?? (typeof value === "string" ? attributeFault(value) : undefined);
      if (message !== undefined) context.addIssue({ code: "custom", path: [name], message });
    }
    if (Buffer.byteLength(JSON.stringify(extensions)) > EXTENSIONS_BYTES)
      context.addIssue({ code: "custom", path: [], message: `Extensions take more than ${EXTENSIONS_BYTES} bytes` });
  })
  .transform(({ moment, extensions, ...event }) => ({
    ...event,
    time: moment?.time,
    extensions: { ...extensions, ...(moment?.origintime !== undefined && { origintime: moment.origintime }) },
  }));

const nameFault = (name: string): string | undefined => {
  if (!NAME.test(name)) return WRONG_NAME;
  return reserved.some((taken) => taken === name)
    ? `Invalid extension: the log sets these extensions itself: ${reserved.join(", ")}`
    : undefined;
};

const setExtensions = (extensions: Readonly<Record<string, Extensions[string] | null>>): Extensions =>
  Object.fromEntries(Object.entries(extensions).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));

/** Adds an issue for a key `__proto__`, because Zod drops this key without an error. */
function withoutProto(event: unknown, context: z.RefinementCtx): unknown {
  if (typeof event === "object" && event !== null && Object.hasOwn(event, "__proto__"))
    context.issues.push({ code: "custom", path: ["__proto__"], message: WRONG_NAME, input: undefined });
  return asNumber(event);
}
