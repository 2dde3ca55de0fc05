import type { Construct } from "constructs";
import { Secret } from "../../modules/aws/functions/secret";
import { Table } from "../../modules/aws/stores/table";
import type { Names } from "../../modules/names";
import type { PlatformSettings } from "../../settings/schema";

type Settings = PlatformSettings["aws-websocket"];

export type WebSocketStores = ReturnType<typeof addWebSocketStores>;

/** Everything that keeps data, under one key: who is connected, what was said, and the key that opens a connection. */
export function addWebSocketStores(
  stack: Construct,
  settings: Settings,
  { names, keyArn }: { readonly names: Names; readonly keyArn: string },
) {
  const destroyable = !settings.protected;
  const { capacity } = settings.tables;
  const table = {
    names,
    keyArn,
    destroyable,
    ttlAttribute: "expires_at",
    capacity: capacity && { min: capacity.min, max: capacity.max, targetPercent: capacity.target_percent },
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
      names,
      path: names.path("api-key"),
      description: "What clients send as their token when they connect, as plain text",
      keyArn,
      destroyable,
    }),
  };
}
