import { ContainerRegistry as AzureContainerRegistry } from "@cdktf/provider-azurerm/lib/container-registry";
import { Testing } from "cdktf";
import "cdktf/lib/testing/adapters/jest";
import { ContainerRegistry, type ContainerRegistryProps } from "../../../../modules/azure/stores/container-registry";
import { placement, privateAccess, workspaceId } from "../fixtures";

const synth = (props: Partial<ContainerRegistryProps> = {}) =>
  Testing.synthScope((scope) => {
    new ContainerRegistry(scope, "registry", { ...placement, privateAccess, workspaceId, ...props });
  });

describe("ContainerRegistry", () => {
  it("lets only Entra roles in, from the network, and trusted services of Azure", () => {
    expect(synth()).toHaveResourceWithProperties(AzureContainerRegistry, {
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

  it("can be opened to pipelines outside, which Azure refuses while images may not be exported", () => {
    expect(synth({ publicNetworkAccess: true })).toHaveResourceWithProperties(AzureContainerRegistry, {
      public_network_access_enabled: true,
      export_policy_enabled: true,
    });
  });

  it("removes old images without a tag", () => {
    expect(synth({ untaggedDays: 3 })).toHaveResourceWithProperties(AzureContainerRegistry, {
      retention_policy_in_days: 3,
    });
  });
});
