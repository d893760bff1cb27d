import { json, message } from "../http/message.ts";
import type { ControlRequest, Endpoint } from "./endpoint.ts";
import type { Local } from "./endpoints.ts";

/** `/_local/queues/<name>`: lists the messages of a queue. */
export const queueEndpoints = ({ services: { queues } }: Local): readonly Endpoint[] => {
  const queueOf = ({ parameters }: ControlRequest) => queues.of(parameters["queue"] ?? "");
  const missing = () => message(404, `There is no such queue. The template has ${queues.names.join(", ") || "none"}`);
  return [
    {
      method: "GET",
      path: "/_local/queues/{queue}",
      answer: (request) => {
        const queue = queueOf(request);
        return queue === undefined ? missing() : json(200, { messages: queue.list() });
      },
    },
  ];
};
