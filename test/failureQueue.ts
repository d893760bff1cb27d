import type { Message } from "../src/redrive/deadLetter.ts";

/** A queue with these messages, as a redrive uses it. A received message is hidden until it is released. */
export const queueOf = (messages: Message[]) => {
  const hidden = new Set<Message>();
  return {
    receive: async () => {
      const some = messages.filter((message) => !hidden.has(message)).slice(0, 2);
      for (const message of some) hidden.add(message);
      return some;
    },
    remove: async (message: Message) => void messages.splice(messages.indexOf(message), 1),
    release: async (message: Message) => void hidden.delete(message),
  };
};
