import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { Table, type TableProps } from "../../../../modules/aws/stores/table";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";

const keyArn = "arn:aws:kms:us-east-1:111111111111:key/k";
const make = (props: Partial<TableProps> = {}) =>
  synthesized((scope) => {
    new Table(scope, "cases", { names, name: "cases", keyArn, ...props });
  });
const gsi1 = { GSI1: { partitionKey: "GSI1PK", sortKey: "GSI1SK" } };

test("by default: PK and SK, on demand, encrypted, restorable, kept", () => {
  expect(make()).toHaveResourceWithProperties(DynamodbTable, {
    name: "test-execution-prod-cases",
    billing_mode: "PAY_PER_REQUEST",
    hash_key: "PK",
    range_key: "SK",
    attribute: [
      { name: "PK", type: "S" },
      { name: "SK", type: "S" },
    ],
    point_in_time_recovery: { enabled: true },
    server_side_encryption: { enabled: true, kms_key_arn: keyArn },
    deletion_protection_enabled: true,
  });
});

test("a table may have one key, a TTL and a stream, and may be destroyable", () => {
  const table = make({
    partitionKey: "item",
    sortKey: null,
    ttlAttribute: "expires",
    stream: "NEW_AND_OLD_IMAGES",
    destroyable: true,
  });
  expect(table).toHaveResourceWithProperties(DynamodbTable, {
    hash_key: "item",
    attribute: [{ name: "item", type: "S" }],
    ttl: { enabled: true, attribute_name: "expires" },
    stream_enabled: true,
    stream_view_type: "NEW_AND_OLD_IMAGES",
    deletion_protection_enabled: false,
  });
  expect(table.one(DynamodbTable)).not.toHaveProperty("range_key");
});

test("an index may hold some attributes only", () => {
  const indexes = { GSI1: { ...gsi1.GSI1, include: ["status"] } };
  expect(make({ indexes }).one(DynamodbTable).global_secondary_index).toEqual([
    {
      name: "GSI1",
      hash_key: "GSI1PK",
      range_key: "GSI1SK",
      projection_type: "INCLUDE",
      non_key_attributes: ["status"],
    },
  ]);
});

test("by default indexes hold all attributes, and a key that two share is declared once", () => {
  expect(make({ indexes: { ...gsi1, GSI2: { partitionKey: "SK" } } })).toHaveResourceWithProperties(DynamodbTable, {
    attribute: [
      { name: "PK", type: "S" },
      { name: "SK", type: "S" },
      { name: "GSI1PK", type: "S" },
      { name: "GSI1SK", type: "S" },
    ],
    global_secondary_index: [
      { name: "GSI1", hash_key: "GSI1PK", range_key: "GSI1SK", projection_type: "ALL" },
      { name: "GSI2", hash_key: "SK", projection_type: "ALL" },
    ],
  });
});

test("provisioned capacity of table and indexes follows reads and writes, 5 to 100 at 70 % (document 000)", () => {
  const scaled = make({ indexes: gsi1, capacity: { min: 5, max: 100, targetPercent: 70 } });
  expect(scaled).toHaveResourceWithProperties(DynamodbTable, {
    billing_mode: "PROVISIONED",
    read_capacity: 5,
    write_capacity: 5,
    lifecycle: { ignore_changes: ["read_capacity", "write_capacity", "global_secondary_index"] },
  });
  const dimensions = scaled.all(AppautoscalingTarget).map(({ scalable_dimension }) => scalable_dimension);
  expect(dimensions.sort()).toEqual([
    "dynamodb:index:ReadCapacityUnits",
    "dynamodb:index:WriteCapacityUnits",
    "dynamodb:table:ReadCapacityUnits",
    "dynamodb:table:WriteCapacityUnits",
  ]);
  expect(scaled).toHaveResourceWithProperties(AppautoscalingTarget, { min_capacity: 5, max_capacity: 100 });
  expect(scaled).toHaveResourceWithProperties(AppautoscalingPolicy, {
    name: "test-execution-prod-cases-GSI1-write",
    target_tracking_scaling_policy_configuration: {
      target_value: 70,
      predefined_metric_specification: { predefined_metric_type: "DynamoDBWriteCapacityUtilization" },
    },
  });
});

test("each replica has a key of its region, and replicas need the stream that feeds them", () => {
  const replicaRegions = { "eu-west-1": "arn:aws:kms:eu-west-1:111111111111:key/k" };
  expect(make({ replicaRegions, stream: "NEW_AND_OLD_IMAGES" })).toHaveResourceWithProperties(DynamodbTable, {
    replica: [
      {
        region_name: "eu-west-1",
        kms_key_arn: "arn:aws:kms:eu-west-1:111111111111:key/k",
        point_in_time_recovery: true,
        propagate_tags: true,
      },
    ],
  });
  expect(() => make({ replicaRegions })).toThrow(
    'table "cases": expected stream "NEW_AND_OLD_IMAGES" for replicas, found none',
  );
});
