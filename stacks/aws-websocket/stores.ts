import type { Construct } from "constructs";
import { Secret } from "../../modules/aws/functions/secret";
import { Table } from "../../modules/aws/stores/table";
import type { PlatformSettings } from "../../settings/schema";
import type { AwsContext } from "../aws-shared/context";
import { tableCapacity } from "../aws-shared/function-settings";

type Settings = PlatformSettings["aws-websocket"];

export type Stores = ReturnType<typeof addStores>;

/** Everything that keeps data, under one key: who is connected, what was said, and the key that opens a connection. */
export function addStores(stack: Construct, settings: Settings, context: AwsContext) {
  const table = {
    ...context,
    ttlAttribute: "expires_at",
    capacity: tableCapacity(settings.tables.capacity),
  };

  return {
    connections: new Table(stack, "connections", {
      ...table,
      name: "connections",
      partitionKey: "connection_id",
      sortKey: null,
    }),
    conversations: new Table(stack, "conversations", { ...table, name: "conversations" }),
    apiKey: new Secret(stack, "api-key", {
      ...context,
      path: context.names.path("api-key"),
      description: "What clients send as their token when they connect, as plain text",
    }),
  };
}
