import { ContainerRegistry as AzureContainerRegistry } from "@cdktf/provider-azurerm/lib/container-registry";
import "cdktf/lib/testing/adapters/jest";
import { ContainerRegistry, type ContainerRegistryProps } from "../../../../modules/azure/stores/container-registry";
import { synthesized } from "../../../synthesized";
import { placement, privateAccess, workspaceId } from "../fixtures";

const make = (props: Partial<ContainerRegistryProps> = {}) =>
  synthesized((scope) => {
    new ContainerRegistry(scope, "registry", {
      ...placement,
      privateAccess,
      workspaceId,
      publicNetworkAccess: false,
      zoneRedundant: true,
      ...props,
    });
  });

describe("ContainerRegistry", () => {
  it("allows access by Entra roles, from the network and by trusted services of Azure only", () => {
    expect(make()).toHaveResourceWithProperties(AzureContainerRegistry, {
      name: "testexecutionprodx7k2",
      sku: "Premium",
      admin_enabled: false,
      anonymous_pull_enabled: false,
      public_network_access_enabled: false,
      network_rule_bypass_option: "AzureServices",
      export_policy_enabled: false,
      zone_redundancy_enabled: true,
      tags: placement.tags,
    });
  });

  it("can be opened to pipelines outside the network, which Azure refuses while export is off", () => {
    expect(make({ publicNetworkAccess: true })).toHaveResourceWithProperties(AzureContainerRegistry, {
      public_network_access_enabled: true,
      export_policy_enabled: true,
    });
  });

  it("deletes images without a tag after a week", () => {
    expect(make()).toHaveResourceWithProperties(AzureContainerRegistry, {
      retention_policy_in_days: 7,
    });
  });
});
