import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { EncryptionKey } from "../access/encryption-key";
import type { ReplicationTarget } from "../stores/object-replication";
import { ObjectStore } from "../stores/object-store";

export interface StateBackendProps {
  readonly names: Names;
  /** Days that an old version of a state can be read. */
  readonly noncurrentDays: number;
  /** Whether bucket and table refuse to be destroyed with states and locks in them. @default true */
  readonly deletionProtection?: boolean;
  /** A bucket that receives a copy of every state and of the record of who read it. @default - none */
  readonly replication?: ReplicationTarget;
}

/** Where Terraform keeps the states of one environment: a versioned, encrypted bucket, a lock table, and their key. */
export class StateBackend extends Construct {
  readonly bucketName: string;
  readonly bucketArn: string;
  readonly tableName: string;
  readonly tableArn: string;
  readonly keyArn: string;
  /** Receives the access logs of the bucket; other buckets of the account may use it too. */
  readonly accessLogs: ObjectStore;

  constructor(scope: Construct, id: string, props: StateBackendProps) {
    super(scope, id);
    const { names, noncurrentDays, deletionProtection = true, replication } = props;
    const destroyable = !deletionProtection;

    const { keyArn } = new EncryptionKey(this, "key", {
      names,
      name: "state",
      description: `Terraform states and locks of ${names.environment}`,
    });
    const accessLogs = new ObjectStore(this, "access-logs", {
      names,
      name: "state-logs",
      destroyable,
      logDelivery: ["s3"],
      lifecycle: { expireDays: 365 },
      replication,
    });
    const bucket = new ObjectStore(this, "bucket", {
      names,
      name: "state",
      keyArn,
      destroyable,
      accessLogs,
      lifecycle: { noncurrentDays },
      replication,
    });
    const table = new DynamodbTable(this, "locks", {
      name: names.of("table", "locks"),
      billingMode: "PAY_PER_REQUEST",
      hashKey: "LockID", // Terraform's name for it.
      attribute: [{ name: "LockID", type: "S" }],
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true, kmsKeyArn: keyArn },
      deletionProtectionEnabled: deletionProtection,
    });

    this.bucketName = bucket.bucketName;
    this.bucketArn = bucket.bucketArn;
    this.tableName = table.name;
    this.tableArn = table.arn;
    this.keyArn = keyArn;
    this.accessLogs = accessLogs;
  }
}
