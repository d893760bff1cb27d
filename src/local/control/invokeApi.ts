import * as z from "zod";
import { isJsonText } from "../../log/isJsonText.ts";
import type { HttpReply } from "../http/functionAnswer.ts";
import { json } from "../http/message.ts";
import { UserError } from "../userError.ts";
import type { ControlRequest, Endpoint } from "./endpoint.ts";
import type { Local } from "./endpoints.ts";
import { functionNamed } from "./functionNamed.ts";

const MAX_REQUEST_BYTES = 6 * 1024 * 1024;
const MAX_EVENT_BYTES = 1024 * 1024;

/**
 * Lambda's API `Invoke`, for `aws lambda invoke --endpoint-url` and the SDKs.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export const invokeApi = (local: Local): Endpoint => ({
  method: "POST",
  path: "/2015-03-31/functions/{function}/invocations",
  answer: async (request) => {
    try {
      return await invoke(local, request);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return refused(400, "InvalidParameterValueException", error.message);
    }
  },
});

const invoke = async (
  { project, services, background }: Local,
  { parameters, headers, body }: ControlRequest,
): Promise<HttpReply> => {
  const settings = found(() => functionNamed(project, parameters["function"] ?? ""));
  if (settings === undefined)
    return refused(404, "ResourceNotFoundException", `Function not found: ${parameters["function"]}`);
  const type = headers["x-amz-invocation-type"] ?? "RequestResponse";
  const payload = body.length === 0 ? "{}" : body.toString();
  if (!isJsonText(payload))
    return refused(400, "InvalidRequestContentException", "Could not parse request body into json");
  if (body.length > (type === "Event" ? MAX_EVENT_BYTES : MAX_REQUEST_BYTES))
    return refused(
      413,
      "RequestTooLargeException",
      `${body.length} byte payload is too large for the ${type} invocation type`,
    );
  const clientContext = clientContextOf(headers["x-amz-client-context"]);
  if (type === "DryRun") return { status: 204, headers: {}, body: Buffer.alloc(0) };
  if (type === "Event") {
    const requestId = background.accept(settings.id, { payload, clientContext });
    return { status: 202, headers: { "x-amzn-requestid": requestId }, body: Buffer.alloc(0) };
  }
  if (type !== "RequestResponse") throw new UserError(`The invocation type ${type} does not exist`);
  const attempt = await services.call(settings.id, { payload, clientContext });
  if (attempt.status === "throttled") return refused(429, "TooManyRequestsException", "Rate Exceeded.");
  return {
    status: 200,
    headers: {
      "content-type": "application/json",
      "x-amzn-requestid": attempt.requestId,
      "x-amz-executed-version": "$LATEST",
      ...(attempt.status === "failed" && { "x-amz-function-error": "Unhandled" }),
      ...(headers["x-amz-log-type"] === "Tail" && { "x-amz-log-result": Buffer.from(attempt.log).toString("base64") }),
    },
    body: Buffer.from(attempt.payload),
  };
};

const refused = (status: number, type: string, text: string): HttpReply =>
  json(status, { Type: "User", Message: text, message: text }, { "x-amzn-errortype": type });

const found = <T>(find: () => T): T | undefined => {
  try {
    return find();
  } catch {
    return undefined;
  }
};

/** The context is the base64 of JSON. Lambda's runtime gives it to the function as `context.clientContext`. */
const clientContextOf = (header: string | string[] | undefined): unknown => {
  if (header === undefined) return undefined;
  const text = Buffer.from(String(header), "base64").toString();
  const parsed = isJsonText(text) ? z.looseObject({}).safeParse(JSON.parse(text)) : undefined;
  if (!parsed?.success) throw new UserError("Client context must be a valid Base64-encoded JSON object.");
  return parsed.data;
};
