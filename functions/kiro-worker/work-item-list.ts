import {
  type AttributeValue,
  BatchGetItemCommand,
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandOutput,
} from "@aws-sdk/client-dynamodb";
import { fromItem, toItem } from "./attributes";
import type { Status } from "./change";

/** A work item in the table. Other writers may have stored any content, so check it before use. */
export type Stored = Readonly<Record<string, unknown>> & { readonly id: string };

/** Items that one read of the index returns at most. */
const pageLength = 100;

/**
 * All items with a status, oldest first, read page by page as they are consumed.
 * @param except projects whose items are left out, looked at before each page: the queue of a full project hides no other's items
 */
export async function* itemsWithStatus(
  client: DynamoDBClient,
  table: string,
  status: Status,
  except: ReadonlySet<string>,
): AsyncGenerator<Stored> {
  let next: Record<string, AttributeValue> | undefined;
  do {
    const left = Object.fromEntries([...except].map((project, index) => [`:except${index}`, project]));
    const filtered = except.size > 0;
    const page: QueryCommandOutput = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: "by-status",
        KeyConditionExpression: "#status = :status",
        ExpressionAttributeNames: { "#status": "status", ...(filtered && { "#project": "project" }) },
        ExpressionAttributeValues: toItem({ ":status": status, ...left }),
        // A limit counts what is read before the filter: filtered pages are as long as DynamoDB makes them, 1 MB.
        ...(filtered
          ? { FilterExpression: `NOT #project IN (${Object.keys(left).join(", ")})` }
          : { Limit: pageLength }),
        ExclusiveStartKey: next,
      }),
    );
    yield* (page.Items ?? []).map((item) => fromItem(item) as Stored);
    next = page.LastEvaluatedKey;
  } while (next);
}

/** Those of at most 100 ids (DynamoDB's limit) that no item has. An id that DynamoDB did not get to counts as unknown. */
export async function unknownIds(
  client: DynamoDBClient,
  table: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const Keys = [...new Set(ids)].map((id) => toItem({ id }));
  const { Responses = {} } = await client.send(
    new BatchGetItemCommand({ RequestItems: { [table]: { Keys, ProjectionExpression: "id" } } }),
  );
  const known = new Set((Responses[table] ?? []).map((item) => item["id"]?.S));
  return new Set(ids.filter((id) => !known.has(id)));
}
