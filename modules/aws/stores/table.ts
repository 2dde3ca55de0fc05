import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { type TableCapacity, TableScaling } from "./table-scaling";

/** A global secondary index: its keys, both texts, and what it holds. */
export interface TableIndex {
  /** The partition key's attribute. */
  readonly partitionKey: string;
  /** @default - none */
  readonly sortKey?: string;
  /**
   * Attributes that it holds in addition to the keys, at most 100 in all indexes of a table (DynamoDB's limit). A change of another
   * attribute is not written to the index, and costs nothing there. A changed list makes the index again. @default - all attributes
   */
  readonly include?: readonly string[];
}

export interface TableProps {
  readonly names: Names;
  /** Last part of the table's name. */
  readonly name: string;
  /** Encrypts the table. */
  readonly keyArn: string;
  /** The partition key, a text. @default "PK" */
  readonly partitionKey?: string;
  /** The sort key; `null` for none. @default "SK" */
  readonly sortKey?: string | null;
  /** Indexes by name; at most 20 (DynamoDB's limit). @default - none */
  readonly indexes?: Readonly<Record<string, TableIndex>>;
  /** What the stream holds of each change, for 24 hours. @default - no stream */
  readonly stream?: "KEYS_ONLY" | "NEW_IMAGE" | "OLD_IMAGE" | "NEW_AND_OLD_IMAGES";
  /** Attribute with the time (Unix seconds) after which DynamoDB deletes an item, within days. @default - items stay */
  readonly ttlAttribute?: string;
  /** Provisioned capacity with autoscaling, in units of 4 KB read or 1 KB written per second. @default - on demand */
  readonly capacity?: TableCapacity;
  /** Regions with a replica, which takes writes too: region → ARN of its KMS key. Needs `stream` NEW_AND_OLD_IMAGES. @default - none */
  readonly replicaRegions?: Readonly<Record<string, string>>;
  /** Whether the table may be destroyed with its items. Replicas in other regions are never protected. @default false */
  readonly destroyable?: boolean;
}

/** A DynamoDB table: encrypted, restorable to any second of the last 35 days, protected against deletion. */
export class Table extends Construct {
  /** The name, which Terraform passes on once the table is active. */
  readonly tableName: string;
  readonly tableArn: string;
  readonly indexNames: readonly string[];
  readonly keyArn: string;
  /** Empty without a stream. */
  readonly streamArn: string;

  constructor(scope: Construct, id: string, props: TableProps) {
    super(scope, id);
    const { names, name, keyArn, partitionKey = "PK", indexes = {}, stream, capacity, replicaRegions = {} } = props;
    const sortKey = props.sortKey === undefined ? "SK" : (props.sortKey ?? undefined);
    if (Object.keys(replicaRegions).length > 0 && stream !== "NEW_AND_OLD_IMAGES") {
      throw new Error(`table "${name}": expected stream "NEW_AND_OLD_IMAGES" for replicas, found ${stream ?? "none"}`);
    }
    const keys = [
      partitionKey,
      sortKey,
      ...Object.values(indexes).flatMap((index) => [index.partitionKey, index.sortKey]),
    ];
    const provisioned = capacity && { readCapacity: capacity.min, writeCapacity: capacity.min };

    const table = new DynamodbTable(this, "table", {
      name: names.of("table", name),
      billingMode: capacity ? "PROVISIONED" : "PAY_PER_REQUEST",
      ...provisioned,
      hashKey: partitionKey,
      rangeKey: sortKey,
      attribute: [...new Set(keys)].flatMap((key) => (key === undefined ? [] : [{ name: key, type: "S" }])),
      globalSecondaryIndex: Object.entries(indexes).map(([index, own]) => ({
        name: index,
        hashKey: own.partitionKey,
        rangeKey: own.sortKey,
        projectionType: own.include ? "INCLUDE" : "ALL",
        nonKeyAttributes: own.include && [...own.include],
        ...provisioned,
      })),
      streamEnabled: stream !== undefined,
      streamViewType: stream,
      ttl: props.ttlAttribute === undefined ? undefined : { enabled: true, attributeName: props.ttlAttribute },
      pointInTimeRecovery: { enabled: true },
      serverSideEncryption: { enabled: true, kmsKeyArn: keyArn },
      deletionProtectionEnabled: !props.destroyable,
      replica: Object.entries(replicaRegions).map(([regionName, kmsKeyArn]) => ({
        regionName,
        kmsKeyArn,
        pointInTimeRecovery: true,
        propagateTags: true,
      })),
      // Autoscaling changes the capacities. Terraform can only ignore an index as a whole: to add one, remove this line once.
      lifecycle: capacity && { ignoreChanges: ["read_capacity", "write_capacity", "global_secondary_index"] },
    });
    if (capacity) {
      new TableScaling(this, "scaling", {
        names,
        name,
        tableName: table.name,
        indexes: Object.keys(indexes),
        capacity,
      });
    }

    this.tableName = table.name;
    this.tableArn = table.arn;
    this.indexNames = Object.keys(indexes);
    this.keyArn = keyArn;
    this.streamArn = table.streamArn;
  }
}
