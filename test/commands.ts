import { DynamoDBServiceException } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { Table } from "../src/log/table.ts";

/** A command that reads or writes one item, and the signal that it was sent with. */
interface Sent {
  readonly command: PutCommand | GetCommand;
  readonly signal: AbortSignal | undefined;
}

/** Records the commands on single items that are sent to the table from now on. Calls `before` with each command before it is sent. */
export const recorded = (table: Table, before: (command: PutCommand | GetCommand) => void = () => {}) => {
  const commands: Sent[] = [];
  const send = (command: unknown, options?: { readonly abortSignal?: AbortSignal }) => {
    if (command instanceof PutCommand || command instanceof GetCommand) {
      commands.push({ command, signal: options?.abortSignal });
      before(command);
    }
    return Reflect.apply(table.client.send, table.client, [command, options]);
  };
  return { table: { ...table, client: Object.assign(Object.create(table.client), { send }) }, commands };
};

/** A table whose writes of entries fail while `isDying()` is true. Claims are still written. */
export const dying = (table: Table, isDying: () => boolean): Table => {
  const die = (command: PutCommand | GetCommand) => {
    if (isDying() && command instanceof PutCommand && !isClaim(command))
      throw new DynamoDBServiceException({ name: "Died", $fault: "server", $metadata: {}, message: "died" });
  };
  return recorded(table, die).table;
};

export const isClaim = ({ input }: PutCommand | GetCommand): boolean =>
  String(("Item" in input ? input.Item : "Key" in input ? input.Key : undefined)?.["pk"]).startsWith("claim#");
