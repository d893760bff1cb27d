import type { HttpReply } from "./functionAnswer.ts";

/** An answer of API Gateway's own: JSON with one message. */
export const message = (status: number, text: string): HttpReply => json(status, { message: text });

/** An answer with a JSON body. */
export const json = (status: number, value: unknown, headers: HttpReply["headers"] = {}): HttpReply => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: Buffer.from(JSON.stringify(value)),
});
