import { once } from "node:events";
import { BlockList } from "node:net";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import { environmentOf } from "../src/local/dynamodb.ts";
import { createTable } from "../src/local/table.ts";
import { readTemplate } from "../src/local/template.ts";

// `npm run dynamodb -- [port]`: runs a DynamoDB in memory for `sam local`, until you stop it. It holds the table of
// template.yaml. The table is named by its logical id, because `sam local` replaces `!Ref Table` by that id.

const TABLE = "Table";
const port = Number(process.argv[2] ?? 8000);

// On Linux a container connects through the address of Docker's bridge, which exists only while a container runs. So the
// server listens on all addresses, but accepts only callers on this machine and in its containers.
const callers = new BlockList();
callers.addSubnet("127.0.0.0", 8);
callers.addSubnet("172.16.0.0", 12);

const database = dynalite({ createTableMs: 0 });
database.on("connection", (socket) => {
  if (!callers.check(socket.remoteAddress ?? "")) socket.destroy();
});
await once(database.listen(port, "0.0.0.0"), "listening");

Object.assign(process.env, environmentOf(`http://127.0.0.1:${port}`, TABLE));
await createTable(new DynamoDBClient(), TABLE, readTemplate());
console.log(
  `DynamoDB is on port ${port} and has the table "${TABLE}". A container reaches it at http://host.docker.internal:${port}`,
);
