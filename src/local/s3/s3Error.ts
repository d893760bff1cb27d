import { element } from "./xml.ts";

/**
 * An error that the client is told in S3's XML form. The codes and their statuses are S3's:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
export class S3Error extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = code;
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** The body of an error's answer. `resource` is the path of the request. */
export const errorBody = ({ code, message }: S3Error, resource: string, requestId: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${element("Error", [
    element("Code", code),
    element("Message", message),
    element("Resource", resource),
    element("RequestId", requestId),
  ])}`;
