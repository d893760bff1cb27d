import { json } from "../http/message.ts";
import type { Endpoint } from "./endpoint.ts";

// The SDK calls a queue at the URL of the queue.
const PATHS = [
  ["ANY", "/_local/aws"],
  ["ANY", "/_local/aws/"],
  ["ANY", "/_local/aws/{path+}"],
  ["POST", "/_local/queues/{queue}"],
] as const;

/** The AWS SDK of a function calls this endpoint for a service that does not exist here. It gets an error that names the service. */
export const missingService: readonly Endpoint[] = PATHS.map(([method, path]) => ({
  method,
  path,
  answer: ({ headers }) => {
    // The name in a signature is not the one in the variable: EventBridge signs as `events`.
    const [, signed] = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? "") ?? [];
    const message = `The local system does not have this service${signed === undefined ? "" : ` ("${signed}")`}. Set \`endpoint\` of its client, or its AWS_ENDPOINT_URL_… variable in the function's environment, to use another one`;
    return json(501, { __type: "NotImplemented", message, Message: message }, { "x-amzn-errortype": "NotImplemented" });
  },
}));
