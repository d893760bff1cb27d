import { once } from "node:events";
import { createServer } from "node:http";

/** A carrier that makes one parcel for each idempotency key. `keys` are the keys that it has seen. */
export const startCarrier = async (port: number) => {
  const keys = new Set<string>();
  const server = createServer((request, response) => {
    keys.add(String(request.headers["idempotency-key"]));
    response.end(JSON.stringify({ parcel: `p-${keys.size}` }));
  });
  await once(server.listen(port, "127.0.0.1"), "listening");
  return { keys, stop: () => server.close() };
};
