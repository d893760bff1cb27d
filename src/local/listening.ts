import { once } from "node:events";
import type { Server } from "node:http";

/** Starts a server on this machine alone (port 0: any free one), and gives its URL. */
export const listening = async (server: Server, port: number): Promise<string> => {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server listens on no port");
  return `http://127.0.0.1:${address.port}`;
};
