import type { Construct } from "constructs";
import { Secret } from "../../modules/aws/functions/secret";
import { ObjectStore } from "../../modules/aws/stores/object-store";
import { Table } from "../../modules/aws/stores/table";
import type { Names } from "../../modules/names";
import type { PlatformSettings } from "../../settings/schema";

type Settings = PlatformSettings["aws-serverless"];

export interface ServerlessStoreSurroundings {
  readonly names: Names;
  readonly keyArn: string;
  readonly accessLogs: ObjectStore;
}

export type ServerlessStores = ReturnType<typeof addServerlessStores>;

/** Everything that keeps data, under one key. */
export function addServerlessStores(
  stack: Construct,
  settings: Settings,
  { names, keyArn, accessLogs }: ServerlessStoreSurroundings,
) {
  const destroyable = !settings.protected;
  const { capacity } = settings.tables;
  const table = {
    names,
    keyArn,
    destroyable,
    // By status, in both tables (document 000 says so of test cases).
    indexes: { GSI1: { partitionKey: "GSI1PK", sortKey: "GSI1SK" } },
    capacity: capacity && { min: capacity.min, max: capacity.max, targetPercent: capacity.target_percent },
  };

  return {
    testCases: new Table(stack, "test-cases", { ...table, name: "test-cases" }),
    testExecutions: new Table(stack, "test-executions", {
      ...table,
      name: "test-executions",
      stream: "NEW_AND_OLD_IMAGES",
    }),
    testData: new ObjectStore(stack, "test-data", {
      names,
      name: "test-data",
      keyArn,
      accessLogs,
      destroyable,
      lifecycle: { noncurrentDays: settings.test_data.noncurrent_days },
    }),
    apiKeys: new Secret(stack, "api-keys", {
      names,
      // As document 000 spells it: without the slash that paths begin with elsewhere.
      path: `${settings.system}/${settings.environment}/api-keys`,
      description: "Keys of the services that tests and analyses call, one JSON object",
      keyArn,
      destroyable,
    }),
  };
}
