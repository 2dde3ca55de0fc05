import type { Construct } from "constructs";
import { Secret } from "../../modules/aws/functions/secret";
import { ObjectStore } from "../../modules/aws/stores/object-store";
import { Table } from "../../modules/aws/stores/table";
import type { PlatformSettings } from "../../settings/schema";
import type { AwsContext } from "../aws-shared/context";
import { tableCapacity } from "../aws-shared/function-settings";

type Settings = PlatformSettings["aws-serverless"];

export interface StoreInputs {
  readonly accessLogs: ObjectStore;
  /** Web origin whose pages may read what the API's links lead to. */
  readonly corsOrigin: string;
}

/**
 * What a list shows of an execution: everything but its results and the key of its log, which can be 300 KB and would be written
 * to the index with each change.
 */
const listed = [
  "execution_id",
  "test_case_id",
  "status",
  "environment",
  "test_data",
  "created_at",
  "created_by",
  "finished_at",
  "reported_by",
  "analyzed_at",
  "analysis",
];

export type Stores = ReturnType<typeof addStores>;

/** Everything that keeps data, under one key. */
export function addStores(
  stack: Construct,
  settings: Settings,
  context: AwsContext,
  { accessLogs, corsOrigin }: StoreInputs,
) {
  const table = {
    ...context,
    capacity: tableCapacity(settings.tables.capacity),
  };

  // By status, in both tables (document 000 says so of test cases).
  const byStatus = { partitionKey: "GSI1PK", sortKey: "GSI1SK" };

  return {
    testCases: new Table(stack, "test-cases", { ...table, name: "test-cases", indexes: { GSI1: byStatus } }),
    testExecutions: new Table(stack, "test-executions", {
      ...table,
      name: "test-executions",
      indexes: { GSI1: { ...byStatus, include: listed } },
      stream: "NEW_AND_OLD_IMAGES",
    }),
    testData: new ObjectStore(stack, "test-data", {
      ...context,
      name: "test-data",
      accessLogs,
      cors: { origins: [corsOrigin], methods: ["GET", "HEAD"] },
      lifecycle: { noncurrentDays: settings.test_data.noncurrent_days },
    }),
    apiKeys: new Secret(stack, "api-keys", {
      ...context,
      // As in document 000: without the slash with which other paths begin.
      path: context.names.relativePath("api-keys"),
      description: "Keys of the services that tests and analyses call, one JSON object",
    }),
  };
}
