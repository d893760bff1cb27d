import { once } from "node:events";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";

/** Sends a request exactly as it is given: no path is normalized and no header is added but those that HTTP needs. */
export const request = async (
  url: string,
  {
    method = "GET",
    path = "/",
    headers = {},
    body = "",
  }: {
    readonly method?: string;
    readonly path?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string | Buffer;
  },
) => {
  const { port } = new URL(url);
  const sent = httpRequest({ host: "127.0.0.1", port, method, path, headers });
  sent.end(body);
  const [response]: IncomingMessage[] = await once(sent, "response");
  if (response === undefined) throw new Error("There is no response");
  return { status: response.statusCode, headers: response.headers, text: await text(response) };
};
