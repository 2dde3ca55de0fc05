import { ManagedRedis } from "@cdktf/provider-azurerm/lib/managed-redis";
import { Testing } from "cdktf";
import "cdktf/lib/testing/adapters/jest";
import { RedisCache, type RedisCacheProps } from "../../../../modules/azure/databases/redis-cache";
import { cacheSkus } from "../../../../modules/azure/databases/sizes";
import { objectId, placement, privateAccess, resourcesOf, workspaceId } from "../fixtures";

const synth = (props: Partial<RedisCacheProps> = {}) =>
  Testing.synthScope((scope) => {
    new RedisCache(scope, "cache", {
      ...placement,
      name: "main",
      privateAccess,
      workspaceId,
      skuName: cacheSkus.small,
      users: { application: objectId },
      ...props,
    });
  });

describe("RedisCache", () => {
  const json = synth();

  it("speaks TLS only, inside the network, and knows no access keys", () => {
    expect(json).toHaveResourceWithProperties(ManagedRedis, {
      name: "test-execution-prod-main-x7k2",
      sku_name: "Balanced_B1",
      public_network_access: "Disabled",
      default_database: expect.objectContaining({
        access_keys_authentication_enabled: false,
        client_protocol: "Encrypted",
        clustering_policy: "EnterpriseCluster",
      }),
      tags: placement.tags,
    });
  });

  it("has a replica in another zone unless one node is enough", () => {
    expect(json).toHaveResourceWithProperties(ManagedRedis, { high_availability_enabled: true });
    expect(synth({ nodes: 1 })).toHaveResourceWithProperties(ManagedRedis, { high_availability_enabled: false });
  });

  it("lets the named identities sign in, again when the cache is made anew", () => {
    const [template] = resourcesOf<{ template_content: string; lifecycle: object }>(
      json,
      "azurerm_resource_group_template_deployment",
    );
    expect(JSON.parse(template.template_content).resources).toEqual([
      expect.objectContaining({
        name: expect.stringMatching(/\/default\/application$/),
        properties: { accessPolicyName: "default", user: { objectId } },
      }),
    ]);
    expect(template.lifecycle).toEqual({
      replace_triggered_by: [expect.stringMatching(/^azurerm_managed_redis\./)],
    });
  });
});
