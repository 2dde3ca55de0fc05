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
    // By status, in both tables (document 000 says so of test cases).
    indexes: { GSI1: { partitionKey: "GSI1PK", sortKey: "GSI1SK" } },
    capacity: tableCapacity(settings.tables.capacity),
  };

  return {
    testCases: new Table(stack, "test-cases", { ...table, name: "test-cases" }),
    testExecutions: new Table(stack, "test-executions", {
      ...table,
      name: "test-executions",
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
