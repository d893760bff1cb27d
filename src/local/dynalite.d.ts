declare module "dynalite" {
  import type { Server } from "node:http";
  /** A server that speaks DynamoDB; in memory unless `path` names a folder. */
  export default function dynalite(options?: { readonly path?: string; readonly createTableMs?: number }): Server;
}
