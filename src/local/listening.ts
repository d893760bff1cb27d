import type { Server } from "node:http";
import { listeningUnlessTaken } from "../console/server/listening.ts";
import { UserError } from "./userError.ts";

/**
 * Starts a server that only this machine can reach, and returns its URL. Port 0 chooses a free port. Throws a `UserError` if the port is
 * taken.
 */
export const listening = async (server: Server, port: number): Promise<string> => {
  const url = await listeningUnlessTaken(server, port);
  if (url !== undefined) return url;
  throw new UserError(`The port ${port} is taken. Stop the program that uses it, or choose another one with --port`);
};
