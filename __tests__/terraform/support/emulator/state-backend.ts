import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import type { stateLocation } from "../../../../stacks/state-location";
import type { ClientConfig } from "./client-config";

/**
 * Makes the bucket of the states and the table of their locks at once. For tests that are not about `bootstrap`: in it the provider lets a
 * minute pass for the rules of the bucket.
 */
export async function makeStateBackend(
  config: ClientConfig,
  { bucket: Bucket, lockTable: TableName }: Pick<ReturnType<typeof stateLocation>, "bucket" | "lockTable">,
): Promise<void> {
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
  await new DynamoDBClient(config).send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: "LockID", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "LockID", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
}
