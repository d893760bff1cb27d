import * as z from "zod";
import { firstParses } from "../log/firstParses.ts";
import { lazy } from "../log/lazy.ts";

/**
 * The schema of an event in payload format 2.0, which HTTP APIs and Function URLs send. If the event is of another kind, the
 * function is connected wrongly. Then there is one issue, and its message names that kind. Each message names the right format.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export const payloadFormat2 = <T extends z.ZodType>(schema: T) =>
  z.transform((event, context): z.output<T> => {
    const parsed = schema.safeParse(event, firstParses());
    if (parsed.success) return parsed.data;
    const other = Event().safeParse(event).success ? undefined : kindOf(event);
    if (other !== undefined) {
      context.addIssue({ code: "custom", message: `${EXPECTED}; this is an event of ${other}` });
      return z.NEVER;
    }
    for (const { path, message } of parsed.error.issues)
      context.addIssue({
        code: "custom",
        path,
        message: `${EXPECTED}; the ${path.join(".")} of this event is not right: ${message}`,
      });
    return z.NEVER;
  });

const EXPECTED = "This function takes payload format 2.0 of an HTTP API or a Function URL";

const Event = lazy(() => z.object({ requestContext: z.object({ http: z.object({ method: z.string() }) }) }));

const given = () => z.unknown().refine((value) => value !== undefined && value !== null);

/** The first kind that fits is named. https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html */
const kinds = lazy((): readonly (readonly [kind: string, schema: z.ZodType])[] => [
  ["an Application Load Balancer", z.object({ requestContext: z.object({ elb: given() }) })],
  ["a WebSocket API", z.object({ requestContext: z.object({ connectionId: given() }) })],
  ["VPC Lattice", z.object({ requestContext: z.object({ serviceNetworkArn: given() }) })],
  ["VPC Lattice", z.object({ raw_path: given() })],
  ["an API Gateway authorizer", z.object({ type: z.enum(["REQUEST", "TOKEN"]) })],
  ["an HTTP API in payload format 1.0", z.object({ version: z.literal("1.0"), httpMethod: given() })],
  ["a REST API", z.object({ httpMethod: given() })],
  ["another trigger", z.object({ Records: z.array(z.unknown()) })],
  ["another trigger", z.object({ "detail-type": given() })],
]);

const kindOf = (event: unknown): string =>
  kinds().find(([, schema]) => schema.safeParse(event).success)?.[0] ?? "another kind";
