import { once } from "node:events";
import type { Server } from "node:http";

/**
 * Starts a server that only this machine can reach, and returns its URL. Port 0 chooses a free port. Returns `undefined` if another program
 * has the port.
 */
export const listeningUnlessTaken = async (server: Server, port: number): Promise<string | undefined> => {
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") return undefined;
    throw error;
  }
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server does not listen on a TCP port");
  return `http://127.0.0.1:${address.port}`;
};
