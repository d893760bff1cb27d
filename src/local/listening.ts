import { once } from "node:events";
import type { Server } from "node:http";
import { UserError } from "./userError.ts";

/**
 * Starts a server that only this machine can reach, and returns its URL. Port 0 chooses a free port. Throws a `UserError` if the port is
 * taken.
 */
export const listening = async (server: Server, port: number): Promise<string> => {
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) throw error;
    throw new UserError(
      `The port ${port} is taken. Stop the program that uses it, or choose another one with --port`,
      error,
    );
  }
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server does not listen on a TCP port");
  return `http://127.0.0.1:${address.port}`;
};
