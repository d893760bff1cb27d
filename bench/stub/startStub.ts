import { fork } from "node:child_process";
import { once } from "node:events";
import * as z from "zod";
import { Taken } from "./taken.ts";

/** A running stub of DynamoDB. */
export interface Stub {
  readonly endpoint: string;
  /** The writes since the last call. The stub forgets them. */
  readonly taken: () => Promise<Taken>;
  readonly stop: () => void;
}

/** Starts the stub in a process of its own. */
export const startStub = async (): Promise<Stub> => {
  const child = fork(new URL("stub.ts", import.meta.url));
  const [endpoint] = z
    .tuple([z.string()])
    .rest(z.unknown())
    .parse(await once(child, "message"));
  return {
    endpoint,
    taken: async () => Taken.parse(await (await fetch(`${endpoint}/taken`)).json()),
    stop: () => child.disconnect(),
  };
};
