import { json, message } from "../http/message.ts";
import type { ControlRequest, Endpoint } from "./endpoint.ts";
import type { Local } from "./endpoints.ts";
import { failureIn } from "./failureIn.ts";

/**
 * `/_local/queues/<name>`: lists the messages of a queue; that of a failed event says which function failed, and why. `POST .../redrive`
 * invokes their functions again, and deletes what is then in the log. With `?id=`, it does so for one message. With `?dry`, it only says
 * what is in the log. A failure bucket is redriven in the same way.
 */
export const queueEndpoints = ({ project, services, buckets, url, region }: Local): readonly Endpoint[] => {
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
          : json(200, { messages: messages.list().map((one) => ({ ...one, failure: failureIn(one, project) })) });
      },
    },
    {
      method: "POST",
      path: "/_local/queues/{name}/redrive",
      answer: async (request) => {
        const [name, messages] = [named(request), services.queues.of(named(request))];
        if (messages === undefined) return missing("queue", services.queues.names);
        const id = request.query.get("id");
        const list = () => messages.list().filter((one) => id === null || one.id === id);
        if (id !== null && list().length === 0) return message(404, `The queue ${name} has no message ${id}`);
        const { redriveQueue } = await import("../redriving/redriving.ts");
        const queue = { name, messages: { list, remove: messages.remove } };
        return json(200, { redriven: await redriveQueue(queue, endpoints, request.query.has("dry")) });
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
