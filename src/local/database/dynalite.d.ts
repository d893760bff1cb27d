declare module "dynalite" {
  import type { Server } from "node:http";
  /** A server with the API of DynamoDB. It keeps its data in memory, or in the folder `path`. */
  export default function dynalite(options?: { readonly path?: string; readonly createTableMs?: number }): Server;
}
