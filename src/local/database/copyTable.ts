import { BatchWriteItemCommand, type DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import { UserError } from "../userError.ts";

/** DynamoDB takes at most 25 items in a batch: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const BATCH = 25;
const PROGRESS_ITEMS = 10_000;

/**
 * Copies all items of a table to the table of the same name in another DynamoDB. Returns how many there are. Calls `onProgress` after each 10,000 items.
 */
export const copyTable = async (
  name: string,
  from: DynamoDBClient,
  to: DynamoDBClient,
  onProgress: (count: number) => void,
): Promise<number> => {
  let count = 0;
  try {
    for await (const { Items = [] } of paginateScan({ client: from }, { TableName: name }))
      for (let index = 0; index < Items.length; index += BATCH) {
        const batch = Items.slice(index, index + BATCH).map((Item) => ({ PutRequest: { Item } }));
        let left: Parameters<typeof write>[0] = { [name]: batch };
        while (Object.keys(left).length > 0) left = await write(left);
        count += batch.length;
        if (Math.floor(count / PROGRESS_ITEMS) > Math.floor((count - batch.length) / PROGRESS_ITEMS)) onProgress(count);
      }
  } catch (error) {
    throw new UserError(
      `The items of the table ${name} do not fit its new keys. Put the old keys back, or start with --reset to delete all items`,
      error,
    );
  }
  return count;

  async function write(RequestItems: NonNullable<BatchWriteItemCommand["input"]["RequestItems"]>) {
    return (await to.send(new BatchWriteItemCommand({ RequestItems }))).UnprocessedItems ?? {};
  }
};
