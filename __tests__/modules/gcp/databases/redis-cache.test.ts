import "cdktf/lib/testing/adapters/jest";
import { MemorystoreInstance } from "@cdktf/provider-google/lib/memorystore-instance";
import { NetworkConnectivityServiceConnectionPolicy } from "@cdktf/provider-google/lib/network-connectivity-service-connection-policy";
import { TerraformOutput } from "cdktf";
import { RedisCache, type RedisCacheProps } from "../../../../modules/gcp/databases/redis-cache";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";

function make(props: Partial<RedisCacheProps> = {}) {
  return synthesized((scope) => {
    const network = { networkId: "projects/example-prod/global/networks/n", subnetId: "subnet" };
    const cache = new RedisCache(scope, "cache", {
      names,
      name: "cache",
      network,
      nodeType: "STANDARD_SMALL",
      engineVersion: "7.2",
      nodes: 2,
      snapshotDays: 7,
      deletionProtection: true,
      ...props,
    });
    new TerraformOutput(scope, "primary", { value: cache.primaryEndpoint }).overrideLogicalId("primary");
    new TerraformOutput(scope, "reader", { value: cache.readerEndpoint }).overrideLogicalId("reader");
  });
}

test("a cache has TLS, no password, a replica in another zone, and is protected from deletion", () => {
  expect(make()).toHaveResourceWithProperties(MemorystoreInstance, {
    instance_id: "test-execution-prod-cache",
    engine_version: "VALKEY_7_2",
    mode: "CLUSTER_DISABLED",
    shard_count: 1,
    replica_count: 1,
    zone_distribution_config: { mode: "MULTI_ZONE" },
    authorization_mode: "IAM_AUTH",
    transit_encryption_mode: "SERVER_AUTHENTICATION",
    deletion_protection_enabled: true,
  });
});

test("its addresses are in the network, after the network has a connection policy for Memorystore", () => {
  const made = make();
  expect(made).toHaveResourceWithProperties(NetworkConnectivityServiceConnectionPolicy, {
    service_class: "gcp-memorystore",
    psc_config: { subnetworks: ["subnet"] },
  });
  expect(made.one(MemorystoreInstance)).toMatchObject({
    desired_auto_created_endpoints: [
      { network: "projects/example-prod/global/networks/n", project_id: "example-prod" },
    ],
    depends_on: [expect.stringMatching(/^google_network_connectivity_service_connection_policy\./)],
  });
});

test("the addresses of primary and readers are selected by their type, not by their order", () => {
  const { primary, reader } = make().json.output;
  expect(primary.value).toMatch(/^\$\{one\(.*connection_type == "CONNECTION_TYPE_PRIMARY"\]\)\}$/);
  expect(reader.value).toContain("CONNECTION_TYPE_READER");
  expect(make({ nodes: 1 }).json.output.reader.value).toContain("CONNECTION_TYPE_PRIMARY");
});

test("daily backups are kept for the given number of days, or there are none", () => {
  const backups = (props: Partial<RedisCacheProps>) => make(props).one(MemorystoreInstance).automated_backup_config;
  expect(backups({})).toMatchObject({ retention: "604800s" });
  expect(backups({ snapshotDays: 1 })).toEqual({
    retention: "86400s",
    fixed_frequency_schedule: { start_time: { hours: 3 } },
  });
  expect(backups({ snapshotDays: 0 })).toBeUndefined();
});
