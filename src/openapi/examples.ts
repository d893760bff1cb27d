import { isJson, mediaType } from "../http/headers.ts";
import type { Answered } from "./answers.ts";
import type { Content, Operation, Response } from "./operation.ts";

interface Example {
  readonly name: string;
  readonly summary: string;
  /** The media type, without parameters. */
  readonly type: string;
  readonly value: unknown;
}

/** The operation, with the requests and answers of its calls as examples. Throws if the operation does not describe an answer. */
export const withExamples = (operation: Operation, calls: readonly Answered[]): Operation => {
  for (const call of calls) check(call, operation.responses[call.status]);
  const { requestBody } = operation;
  const bodies = calls.filter(({ sends }) => sends).map((call) => exampleOf(call, call.event));
  const responses = Object.entries(operation.responses).map(([status, { content, ...response }]) => {
    const answers = calls.filter((call) => call.status === Number(status));
    const examples = answers.map((call) => exampleOf(call, call.answer));
    return [status, { ...response, ...(content && { content: filled(content, examples) }) }];
  });
  return {
    ...operation,
    ...(requestBody && { requestBody: { ...requestBody, content: filled(requestBody.content, bodies) } }),
    responses: Object.fromEntries(responses),
  };
};

const check = ({ route, name, status, answer }: Answered, response: Response | undefined): void => {
  const known = Object.keys(response?.headers?.shape ?? {});
  const { "content-type": type, ...headers } = answer.headers ?? {};
  const lacking = [
    ...(response?.content?.[mediaType(type)?.essence ?? ""] === undefined ? [`the content type ${type}`] : []),
    ...Object.keys(headers).filter((header) => !known.includes(header)),
  ];
  if (lacking.length > 0)
    throw new Error(
      `src/openapi does not describe the answer ${status} of ${route} to the example ${name}. Add ${lacking}`,
    );
};

interface Message {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly isBase64Encoded?: boolean;
}

const exampleOf = ({ name, summary }: Answered, { headers, body = "", isBase64Encoded }: Message): Example => {
  const type = mediaType(headers?.["content-type"]);
  const text = Buffer.from(body, isBase64Encoded ? "base64" : "utf8").toString();
  return { name, summary, type: type?.essence ?? "", value: isJson(type) ? JSON.parse(text) : text };
};

const filled = (content: Content, examples: readonly Example[]): Content =>
  Object.fromEntries(
    Object.entries(content).map(([type, media]) => {
      const named = examples.flatMap(({ name, summary, ...example }) =>
        example.type === type ? [[name, { summary, value: example.value }]] : [],
      );
      return [type, { ...media, ...(named.length > 0 && { examples: Object.fromEntries(named) }) }];
    }),
  );
