import { json, message } from "../http/message.ts";
import type { ControlRequest, Endpoint } from "./endpoint.ts";
import type { Local } from "./endpoints.ts";

/**
 * `/_local/queues/<name>`: lists the messages of a queue. `POST .../redrive` invokes their functions again, and deletes what is then in
 * the log. With `?dry`, it only says what is in the log. A failure bucket is redriven in the same way.
 */
export const queueEndpoints = ({ services, buckets, url, region }: Local): readonly Endpoint[] => {
  const endpoints = { url, s3: services.s3, region };
  const missing = (what: string, names: readonly string[]) =>
    message(404, `There is no such ${what}. The template has ${names.join(", ") || "none"}`);
  const named = ({ parameters }: ControlRequest): string => parameters["name"] ?? "";
  return [
    {
      method: "GET",
      path: "/_local/queues/{name}",
      answer: (request) => {
        const messages = services.queues.of(named(request));
        return messages === undefined
          ? missing("queue", services.queues.names)
          : json(200, { messages: messages.list() });
      },
    },
    {
      method: "POST",
      path: "/_local/queues/{name}/redrive",
      answer: async (request) => {
        const [name, messages] = [named(request), services.queues.of(named(request))];
        if (messages === undefined) return missing("queue", services.queues.names);
        const { redriveQueue } = await import("../redriving/redriving.ts");
        return json(200, { redriven: await redriveQueue({ name, messages }, endpoints, request.query.has("dry")) });
      },
    },
    {
      method: "POST",
      path: "/_local/buckets/{name}/redrive",
      answer: async (request) => {
        const bucket = named(request);
        if (!buckets.includes(bucket)) return missing("bucket", buckets);
        const { redriveBucket } = await import("../redriving/redriving.ts");
        return json(200, { redriven: await redriveBucket(bucket, endpoints, request.query.has("dry")) });
      },
    },
  ];
};
