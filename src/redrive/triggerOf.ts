import type { Trigger } from "../schemas/kit/trigger.ts";

/** A trigger whose types are not known here. */
export type AnyTrigger = Trigger<unknown, unknown, unknown, unknown>;

/**
 * Finds the trigger of a function by its `Handler` setting in Lambda: `s3.handler` has the trigger of src/schemas/s3.ts. Throws if
 * there is none.
 */
export const triggerOf = async (handler: string): Promise<AnyTrigger> => {
  const [, name = ""] = /^(\w+)\.handler$/.exec(handler) ?? [];
  const schema = await load(name).catch(() => undefined);
  const trigger = schema?.[name];
  if (trigger === undefined)
    throw new Error(`The function's Handler, "${handler}", names no trigger in src/schemas. Deploy this version first`);
  return trigger;
};

const load = (name: string): Promise<Readonly<Record<string, AnyTrigger | undefined>>> =>
  import(`../schemas/${name}.ts`);
