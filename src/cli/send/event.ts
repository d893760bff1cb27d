import * as z from "zod";
import { errorText } from "../../log/errorText.ts";
import { parseExact } from "../../log/exactNumbers.ts";
import { failure, wrongUsage } from "../failure.ts";

const Shape = z.looseObject({ specversion: z.unknown().optional() });

/** An event as it is sent: the body unchanged. */
export interface Outgoing {
  readonly body: string;
  readonly isCloudEvent: boolean;
}

/** Reads one event. `where` names the place in the error. */
export const eventOf = (json: string, where: string): Outgoing => {
  const event = Shape.safeParse(parsed(json, where));
  if (!event.success) throw failure(`${where} is no JSON object: an event is {"type": …}`);
  return { body: json, isCloudEvent: event.data.specversion !== undefined };
};

/** An event made of flags: `a.b=c` sets `data.a.b`. A value that is JSON is that value, and any other is a text. */
export const eventOfFlags = (type: string, subject: string | undefined, fields: readonly string[]): Outgoing => {
  const data: Record<string, unknown> = {};
  for (const field of fields) {
    const [, path = "", value = ""] = /^([^=]+)=(.*)$/s.exec(field) ?? [];
    if (path === "")
      throw wrongUsage(`--field ${field} is wrong: expected name=value, as in total=42.5 or buyer.name=Ada`);
    set(data, path.split("."), fieldValue(value), field);
  }
  const event = { type, ...(subject !== undefined && { subject }), ...(fields.length > 0 && { data }) };
  return { body: JSON.stringify(event), isCloudEvent: false };
};

const set = (data: Record<string, unknown>, path: readonly string[], value: unknown, field: string): void => {
  let at = data;
  for (const [index, step] of path.entries()) {
    const isLast = index === path.length - 1;
    const existing = Object.hasOwn(at, step) ? at[step] : undefined;
    if (isLast ? existing !== undefined : existing !== undefined && !isObject(existing))
      throw wrongUsage(
        `--field ${field} sets ${path.slice(0, index + 1).join(".")}, which another --field has set already`,
      );
    const next: Record<string, unknown> = isObject(existing) ? existing : {};
    // `defineProperty`, because a field may be named __proto__.
    Object.defineProperty(at, step, {
      value: isLast ? value : next,
      enumerable: true,
      configurable: true,
      writable: true,
    });
    at = next;
  }
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !JSON.isRawJSON(value);

const fieldValue = (text: string): unknown => {
  try {
    return parseExact(text);
  } catch {
    return text;
  }
};

const parsed = (json: string, where: string): unknown => {
  try {
    return parseExact(json);
  } catch (thrown) {
    throw failure(`${where} is no JSON: ${errorText(thrown)}`, thrown);
  }
};
