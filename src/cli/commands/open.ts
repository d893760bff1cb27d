import { buildCommand } from "@stricli/core";
import { endpointOf } from "../api/connect.ts";
import { type Opening, openingFlags } from "../console/flags.ts";
import type { Context } from "../context.ts";
import { type Connection, connectionFlags } from "../flags/connection.ts";
import { text } from "../flags/text.ts";

export const opening = buildCommand<Connection & Opening, [string], Context>({
  parameters: {
    flags: { ...connectionFlags, ...openingFlags },
    positional: {
      kind: "tuple",
      parameters: [
        {
          parse: text,
          placeholder: "link",
          brief: "The id of an entry or of a rejection, the address of a console, or the URL of an entry at its API",
        },
      ],
    },
  },
  docs: {
    brief: "Open an entry in the console",
    fullDescription: `Opens an entry in the console, with your own credentials. A link that somebody copied from a console names the stack and its Region. A
link names no profile: that is yours. No request is signed for a host that is not of API Gateway, and a link to an API that you do
not name with --stack or --url is opened only after you agree.

EXAMPLES
  tributary open s3.0.mkayi4gn.ALmdd-d3YEoe2Iwonu4d
  tributary open s3.0.mkayi4gn.ALmdd-d3YEoe2Iwonu4d --stack tributary
  tributary open 'http://127.0.0.1:40771/_console/?stack=tributary&region=eu-central-1&entry=s3.0.mkayi4gn.ALmdd-d3YEoe2Iwonu4d'`,
  },
  async func({ port, open, ...given }, link) {
    const [{ wantedIn }, { trusted }, { openConsole }] = await Promise.all([
      import("../console/link.ts"),
      import("../console/trusted.ts"),
      import("../console/openConsole.ts"),
    ]);
    const { entry, view, ...named } = wantedIn(link);
    const connection = await trusted(this, given, named);
    const endpoint = await endpointOf(this, connection);
    const flags = { ...connection, ...(port !== undefined && { port }), open };
    await openConsole(this, endpoint, flags, entry === undefined ? view : [...view, ["entry", entry]]);
  },
});
