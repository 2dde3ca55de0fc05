import "cdktf/lib/testing/adapters/jest";
import { ManagementLock } from "@cdktf/provider-azurerm/lib/management-lock";
import { ResourceGroup as AzureResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { Testing } from "cdktf";
import { ResourceGroup } from "../../../../modules/azure/access/resource-group";
import { names, placement } from "../fixtures";

const synth = (locked?: boolean) =>
  Testing.synthScope((scope) => {
    new ResourceGroup(scope, "group", { names, location: "eastus", tags: placement.tags, locked });
  });

describe("ResourceGroup", () => {
  test("a group is tagged, and open to replacements unless it is locked", () => {
    expect(synth()).toHaveResourceWithProperties(AzureResourceGroup, {
      name: "test-execution-prod",
      location: "eastus",
      tags: placement.tags,
    });
    expect(synth()).not.toHaveResource(ManagementLock);
    expect(synth(true)).toHaveResourceWithProperties(ManagementLock, { lock_level: "CanNotDelete" });
  });
});
