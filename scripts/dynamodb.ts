import { once } from "node:events";
import { BlockList } from "node:net";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import { environmentOf } from "../src/local/dynamodb.ts";
import { createTable } from "../src/local/table.ts";
import { readTemplate } from "../src/local/template.ts";

// A DynamoDB for `sam local`, in memory, until it is stopped: `node scripts/dynamodb.ts [port]`. It holds the table of
// template.yaml under the logical id, which is what `sam local` takes `!Ref Table` for.

const TABLE = "Table";
const port = Number(process.argv[2] ?? 8000);

// On Linux a container comes by the address of Docker's bridge, which is there only while a container runs: hence all
// addresses, but only callers on this machine and in its containers.
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
  `DynamoDB on port ${port} with the table "${TABLE}"; from a container: http://host.docker.internal:${port}`,
);
