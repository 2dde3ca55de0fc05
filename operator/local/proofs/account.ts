import { DescribeTableCommand, DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { GetBucketVersioningCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { expectEqual, output, type Proof } from "./proof";

const s3 = new S3Client({ forcePathStyle: true });
const dynamodb = new DynamoDBClient({});

/** The state backend holds the states, and no lock is held. */
export const accountProofs: readonly Proof[] = [
  {
    what: "state bucket",
    see: async (outputs) => {
      const Bucket = output(outputs, "state_bucket");
      const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket }));
      expectEqual("versioning", Status, "Enabled");
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
      const states = Contents.map(({ Key }) => Key);
      if (!states.includes("account-local"))
        throw new Error(`expected its own state in it, found ${states.join(", ")}`);
      return `versioned, holds the states ${states.join(", ")}`;
    },
  },
  {
    what: "lock table",
    see: async (outputs) => {
      const TableName = output(outputs, "lock_table");
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
      expectEqual("billing", Table?.BillingModeSummary?.BillingMode, "PAY_PER_REQUEST");
      const LockID = { S: `${output(outputs, "state_bucket")}/account-local` };
      const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key: { LockID }, ConsistentRead: true }));
      expectEqual("lock", Item, undefined);
      return "on demand, no lock is held";
    },
  },
];
