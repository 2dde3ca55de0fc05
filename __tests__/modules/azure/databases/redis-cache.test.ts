import { ManagedRedis } from "@cdktf/provider-azurerm/lib/managed-redis";
import { ResourceGroupTemplateDeployment } from "@cdktf/provider-azurerm/lib/resource-group-template-deployment";
import "cdktf/lib/testing/adapters/jest";
import { RedisCache, type RedisCacheProps } from "../../../../modules/azure/databases/redis-cache";
import { cacheSkus } from "../../../../modules/azure/databases/sizes";
import { synthesized } from "../../../synthesized";
import { objectId, placement, privateAccess, workspaceId } from "../fixtures";

const make = (props: Partial<RedisCacheProps> = {}) =>
  synthesized((scope) => {
    new RedisCache(scope, "cache", {
      ...placement,
      name: "main",
      privateAccess,
      workspaceId,
      skuName: cacheSkus.small,
      users: { application: objectId },
      nodes: 2,
      ...props,
    });
  });

describe("RedisCache", () => {
  const made = make();

  it("is reached with TLS inside the network only, and has no access keys", () => {
    expect(made).toHaveResourceWithProperties(ManagedRedis, {
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

  it("has a replica in another zone with two nodes", () => {
    expect(made).toHaveResourceWithProperties(ManagedRedis, { high_availability_enabled: true });
    expect(make({ nodes: 1 })).toHaveResourceWithProperties(ManagedRedis, { high_availability_enabled: false });
  });

  it("allows the given identities to sign in, also after the cache is replaced", () => {
    const template = made.one(ResourceGroupTemplateDeployment);
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

  it("admits one user after the other, because Azure refuses two at once", () => {
    const template = make({ users: { api: objectId, worker: objectId, mailer: objectId } }).one(
      ResourceGroupTemplateDeployment,
    );
    const users: { name: string; type: string; dependsOn: string[] }[] = JSON.parse(
      template.template_content,
    ).resources;
    const idOf = ({ type, name }: (typeof users)[number]) =>
      `[resourceId('${type}', '${name.replaceAll("/", "', '")}')]`;
    expect(users.map(({ dependsOn }) => dependsOn)).toEqual([[], ...users.slice(0, -1).map((it) => [idOf(it)])]);
  });
});
