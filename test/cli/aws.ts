import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import * as z from "zod";
import { listening } from "../../src/local/listening.ts";

/** What an AWS of a test answers. Each function gets the request's body and path. */
export interface Answers {
  readonly outputs: Readonly<Record<string, string>>;
  /** Type and physical id of each resource. */
  readonly resources?: readonly (readonly [string, string])[];
  /** The XML of a bucket's notifications. */
  readonly notifications?: string;
  /** DynamoDB's and SQS's JSON, by the name of the action, as in `DescribeTable`. */
  readonly json?: Readonly<Record<string, (body: unknown) => unknown>>;
  /** Lambda's answers, by method and path. */
  readonly lambda?: (
    method: string,
    path: string,
    body: string,
  ) => Promise<{ readonly status?: number; readonly body: unknown }>;
  readonly alarms?: string;
}

/** A server with those parts of AWS that the command asks. It checks no signatures. */
export const startAws = async (answers: () => Answers) => {
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const path = (request.url ?? "").split("?")[0] ?? "";
    const action = /\.(\w+)$/.exec(String(request.headers["x-amz-target"] ?? ""))?.[1];
    const json = (value: unknown, status = 200) =>
      response.writeHead(status, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(value));
    const given = answers();
    if (action !== undefined && action === "DescribeAlarms") return void json(JSON.parse(given.alarms ?? "{}"));
    if (action !== undefined) {
      const answer = given.json?.[action];
      if (answer === undefined)
        return void json({ __type: "AccessDeniedException", message: `not allowed: ${action}` }, 400);
      return void json(answer(JSON.parse(body)));
    }
    if (/^\/20\d\d-/.test(path)) {
      const { status = 200, body: answer } = (await given.lambda?.(request.method ?? "", path, body)) ?? {
        status: 404,
        body: {},
      };
      response.writeHead(status, {
        "content-type": "application/json",
        ...(status === 404 && { "x-amzn-errortype": "ResourceNotFoundException" }),
      });
      return void response.end(JSON.stringify(answer));
    }
    response.setHeader("content-type", "text/xml");
    const form = new URLSearchParams(body);
    if (form.get("Action") === "DescribeStacks") return void response.end(stackXml(given.outputs));
    if (form.get("Action") === "ListStackResources") return void response.end(resourcesXml(given.resources ?? []));
    response.end(given.notifications ?? "<NotificationConfiguration/>");
  });
  return { server, url: await listening(server, 0) };
};

const stackXml = (outputs: Answers["outputs"]): string => {
  const members = Object.entries(outputs).map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  return `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>log</StackName><CreationTime>2026-01-01T00:00:00Z</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus><Outputs>${members.join("")}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;
};

const resourcesXml = (resources: NonNullable<Answers["resources"]>): string => {
  const members = resources.map(
    ([type, id]) =>
      `<member><LogicalResourceId>${id}</LogicalResourceId><PhysicalResourceId>${id}</PhysicalResourceId><ResourceType>${type}</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus><LastUpdatedTimestamp>2026-01-01T00:00:00Z</LastUpdatedTimestamp></member>`,
  );
  return `<ListStackResourcesResponse><ListStackResourcesResult><StackResourceSummaries>${members.join("")}</StackResourceSummaries></ListStackResourcesResult></ListStackResourcesResponse>`;
};

/** A failure queue for `json`, with its messages. */
export const failureQueue = (arn: string, bodies: readonly string[]) => {
  let messages = bodies.map((body, index) => ({ body, id: `m${index}`, isHidden: false }));
  const Handle = z.object({ ReceiptHandle: z.string() });
  const handled = (body: unknown) => Handle.parse(body).ReceiptHandle;
  return {
    left: () => messages.length,
    hidden: () => messages.filter(({ isHidden }) => isHidden).length,
    json: {
      GetQueueAttributes: () => ({
        Attributes: { QueueArn: arn, ApproximateNumberOfMessages: String(messages.length) },
      }),
      ReceiveMessage: () => {
        const visible = messages.filter(({ isHidden }) => !isHidden);
        for (const message of visible) message.isHidden = true;
        return {
          Messages: visible.map(({ id, body }) => ({
            MessageId: id,
            ReceiptHandle: id,
            Body: body,
            MD5OfBody: createHash("md5").update(body).digest("hex"),
          })),
        };
      },
      DeleteMessage: (body: unknown) => {
        messages = messages.filter(({ id }) => id !== handled(body));
        return {};
      },
      ChangeMessageVisibility: (body: unknown) => {
        for (const message of messages) if (message.id === handled(body)) message.isHidden = false;
        return {};
      },
    },
  };
};
