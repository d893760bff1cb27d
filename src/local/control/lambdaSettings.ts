import { mappingOf } from "../delivery/mapping.ts";
import { json } from "../http/message.ts";
import type { ControlRequest, Endpoint } from "./endpoint.ts";
import type { Local } from "./endpoints.ts";
import { functionNamed } from "./functionNamed.ts";

/**
 * The operations of Lambda's API that a redrive reads: `GetFunctionConfiguration`, `GetFunctionEventInvokeConfig` and
 * `ListEventSourceMappings`. https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html
 */
export const lambdaSettings = ({ project }: Local): readonly Endpoint[] => {
  const asked = ({ parameters }: ControlRequest) => functionNamed(project, parameters["function"] ?? "");
  const configuration: Endpoint["answer"] = (request) => {
    const { name, arn, runtime, handler, timeoutMs, memoryMb, environment } = asked(request);
    return json(200, {
      FunctionName: name,
      FunctionArn: arn,
      Runtime: runtime,
      Handler: handler,
      Timeout: timeoutMs / 1_000,
      MemorySize: memoryMb,
      Environment: { Variables: environment },
    });
  };
  const eventInvokeConfig: Endpoint["answer"] = (request) => {
    const { arn, asynchronous } = asked(request);
    return json(200, {
      FunctionArn: `${arn}:$LATEST`,
      MaximumRetryAttempts: asynchronous.retries,
      MaximumEventAgeInSeconds: asynchronous.maxAgeMs / 1_000,
      DestinationConfig: destination(asynchronous.onFailure),
    });
  };
  const eventSourceMappings: Endpoint["answer"] = ({ query }) => {
    const settings = functionNamed(project, query.get("FunctionName") ?? "");
    const polled = settings.events.filter(({ type }) => POLLED.includes(type));
    return json(200, {
      EventSourceMappings: polled.map(({ id, type }) => ({
        UUID: id,
        FunctionArn: settings.arn,
        DestinationConfig: destination(mappingOf(settings, type).onFailure),
      })),
    });
  };
  return [
    { method: "GET", path: "/2015-03-31/functions/{function}/configuration", answer: configuration },
    { method: "GET", path: "/2019-09-25/functions/{function}/event-invoke-config", answer: eventInvokeConfig },
    { method: "GET", path: "/2015-03-31/event-source-mappings", answer: eventSourceMappings },
  ];
};

const POLLED = ["SQS", "Kinesis", "DynamoDB"];

const destination = (arn: string | undefined) => (arn === undefined ? {} : { OnFailure: { Destination: arn } });
