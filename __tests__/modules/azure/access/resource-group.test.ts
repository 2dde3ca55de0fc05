import "cdktf/lib/testing/adapters/jest";
import { ManagementLock } from "@cdktf/provider-azurerm/lib/management-lock";
import { ResourceGroup as AzureResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { ResourceGroup } from "../../../../modules/azure/access/resource-group";
import { synthesized } from "../../../synthesized";
import { names, placement } from "../fixtures";

const make = (locked: boolean) =>
  synthesized((scope) => {
    new ResourceGroup(scope, "group", { names, location: "eastus", tags: placement.tags, locked });
  });

describe("ResourceGroup", () => {
  test("a group is tagged, and has a lock only where the settings have one", () => {
    expect(make(false)).toHaveResourceWithProperties(AzureResourceGroup, {
      name: "test-execution-prod",
      location: "eastus",
      tags: placement.tags,
    });
    expect(make(false)).not.toHaveResource(ManagementLock);
    expect(make(true)).toHaveResourceWithProperties(ManagementLock, { lock_level: "CanNotDelete" });
  });
});
