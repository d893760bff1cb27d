import { buildCommand } from "@stricli/core";
import { endpointOf } from "../api/connect.ts";
import { type Opening, openingFlags } from "../console/flags.ts";
import type { Context } from "../context.ts";
import { type Connection, connectionFlags } from "../flags/connection.ts";

export const consoling = buildCommand<Connection & Opening, [], Context>({
  parameters: { flags: { ...connectionFlags, ...openingFlags } },
  docs: {
    brief: "Look at the log in a browser",
    fullDescription: `Opens the console: a web page that shows the log. The local stack serves it itself. For a deployed stack, this command serves the page
on this machine, and signs its requests with your AWS credentials. It only reads. The address that it prints has a token that is
made anew at each start. It runs until you press Ctrl-C.

EXAMPLES
  tributary console
  tributary console --stack tributary --region eu-central-1
  tributary console --stack tributary --profile reader --port 8080 --no-open`,
  },
  async func({ port, open, ...connection }) {
    const endpoint = await endpointOf(this, connection);
    const { openConsole } = await import("../console/openConsole.ts");
    await openConsole(this, endpoint, { ...connection, ...(port !== undefined && { port }), open }, []);
  },
});
