import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";

/** One command that was sent to DynamoDB. */
interface Sent {
  readonly command: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Every command of the client from now on, as it is sent. */
export const recorded = (client: DynamoDBClient): Sent[] => {
  const commands: Sent[] = [];
  client.middlewareStack.add(
    (next, { commandName = "" }) =>
      (args) => {
        commands.push({ command: commandName, input: { ...args.input } });
        return next(args);
      },
    { step: "initialize" },
  );
  return commands;
};
