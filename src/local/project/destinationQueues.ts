import * as z from "zod";
import type { Document } from "./document.ts";
import { withGlobals } from "./functions.ts";

/**
 * Adds the queues that SAM makes: for a function whose failure destination has the type SQS, and no `Destination`.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-onfailure.html
 */
export const withDestinationQueues = (document: Document): Document => {
  const added = Object.entries(document.Resources).flatMap(([id, resource]) => {
    if (resource.Type !== "AWS::Serverless::Function") return [];
    const all = withGlobals(document.Globals["Function"] ?? {}, resource.Properties);
    const OnFailure = Settings.safeParse(all).data?.EventInvokeConfig.DestinationConfig.OnFailure;
    if (OnFailure?.Type !== "SQS" || OnFailure.Destination !== undefined) return [];
    const queue = queueIdOf(id);
    const Destination = { "Fn::GetAtt": [queue, "Arn"] };
    const own = { EventInvokeConfig: { DestinationConfig: { OnFailure: { Destination } } } };
    const Properties = z.record(z.string(), z.unknown()).parse(withGlobals(resource.Properties, own));
    const made = { Type: "AWS::SQS::Queue", Properties: {}, Condition: resource.Condition };
    return [
      [id, { ...resource, Properties }],
      [queue, made],
    ] as const;
  });
  return { ...document, Resources: { ...document.Resources, ...Object.fromEntries(added) } };
};

/** The logical id and the attribute that a reference means: a template calls such a queue `Fn.DestinationQueue`. */
export const queueReferred = (name: string): readonly [id: string, attribute: string] | undefined => {
  const [, id, attribute = ""] = /^(\w+)\.DestinationQueue(?:\.(\w+))?$/.exec(name) ?? [];
  return id === undefined ? undefined : [queueIdOf(id), attribute];
};

const queueIdOf = (functionId: string): string => `${functionId}EventInvokeConfigOnFailureQueue`;

const Settings = z.object({
  EventInvokeConfig: z.object({
    DestinationConfig: z.object({ OnFailure: z.object({ Type: z.string(), Destination: z.unknown().optional() }) }),
  }),
});
