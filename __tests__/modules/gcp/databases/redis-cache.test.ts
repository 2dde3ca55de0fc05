import "cdktf/lib/testing/adapters/jest";
import { MemorystoreInstance } from "@cdktf/provider-google/lib/memorystore-instance";
import { NetworkConnectivityServiceConnectionPolicy } from "@cdktf/provider-google/lib/network-connectivity-service-connection-policy";
import { TerraformOutput, Testing } from "cdktf";
import { RedisCache, type RedisCacheProps } from "../../../../modules/gcp/databases/redis-cache";
import { names, resourcesOf } from "../fixtures";

function synth(props: Partial<RedisCacheProps> = {}): string {
  return Testing.synthScope((scope) => {
    const network = { networkId: "projects/example-prod/global/networks/n", subnetId: "subnet" };
    const cache = new RedisCache(scope, "cache", {
      names,
      name: "cache",
      network,
      nodeType: "STANDARD_SMALL",
      ...props,
    });
    new TerraformOutput(scope, "primary", { value: cache.primaryEndpoint }).overrideLogicalId("primary");
    new TerraformOutput(scope, "reader", { value: cache.readerEndpoint }).overrideLogicalId("reader");
  });
}

test("a cache has TLS, no password, a replica in another zone, and is protected from deletion", () => {
  expect(synth()).toHaveResourceWithProperties(MemorystoreInstance, {
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

test("its addresses are in the network, which is open to Memorystore first", () => {
  const synthesized = synth();
  expect(synthesized).toHaveResourceWithProperties(NetworkConnectivityServiceConnectionPolicy, {
    service_class: "gcp-memorystore",
    psc_config: { subnetworks: ["subnet"] },
  });
  expect(resourcesOf(synthesized, MemorystoreInstance)).toMatchObject([
    {
      desired_auto_created_endpoints: [
        { network: "projects/example-prod/global/networks/n", project_id: "example-prod" },
      ],
      depends_on: [expect.stringMatching(/^google_network_connectivity_service_connection_policy\./)],
    },
  ]);
});

test("the addresses of primary and readers are told apart by their type, not by their order", () => {
  const { primary, reader } = JSON.parse(synth()).output;
  expect(primary.value).toMatch(/^\$\{one\(.*connection_type == "CONNECTION_TYPE_PRIMARY"\]\)\}$/);
  expect(reader.value).toContain("CONNECTION_TYPE_READER");
  expect(JSON.parse(synth({ nodes: 1 })).output.reader.value).toContain("CONNECTION_TYPE_PRIMARY");
});

test("backups are kept a week, or as long as is said, or there are none", () => {
  const backups = (props: Partial<RedisCacheProps>) =>
    resourcesOf(synth(props), MemorystoreInstance)[0].automated_backup_config;
  expect(backups({})).toMatchObject({ retention: "604800s" });
  expect(backups({ snapshotDays: 1, snapshotHour: 22 })).toEqual({
    retention: "86400s",
    fixed_frequency_schedule: { start_time: { hours: 22 } },
  });
  expect(backups({ snapshotDays: 0 })).toBeUndefined();
});
