import type { Trigger } from "../schemas/kit/trigger.ts";

/** A trigger of which only the function knows what its events are. */
export type AnyTrigger = Trigger<unknown, unknown, unknown, unknown>;

/**
 * The trigger of a function, by the `Handler` that Lambda knows it by: `s3.handler` is src/handlers/s3.ts, which is of the
 * trigger in src/schemas/s3.ts. Throws where there is none.
 */
export const triggerOf = async (handler: string): Promise<AnyTrigger> => {
  const [, name = ""] = /^(\w+)\.handler$/.exec(handler) ?? [];
  const schema = await load(name).catch(() => undefined);
  const trigger = schema?.[name];
  if (trigger === undefined)
    throw new Error(`The function's Handler, "${handler}", names no trigger of src/schemas: deploy this version first`);
  return trigger;
};

const load = (name: string): Promise<Readonly<Record<string, AnyTrigger | undefined>>> =>
  import(`../schemas/${name}.ts`);
