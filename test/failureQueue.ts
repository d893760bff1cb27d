import type { Message } from "../src/redrive/deadLetter.ts";

/** A queue of those messages, as a redrive sees it: what is received is hidden until it is released, and what is removed is gone. */
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
