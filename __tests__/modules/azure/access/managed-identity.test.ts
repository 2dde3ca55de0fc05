import "cdktf/lib/testing/adapters/jest";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import { Testing } from "cdktf";
import { ManagedIdentity } from "../../../../modules/azure/access/managed-identity";
import { placement, resourceId } from "../fixtures";

const scope = resourceId("Microsoft.ContainerRegistry/registries", "crexample");

function synth(role: string): string {
  return Testing.synthScope((stack) => {
    new ManagedIdentity(stack, "api", { ...placement, name: "api", roles: { images: { role, scope } } });
  });
}

describe("ManagedIdentity", () => {
  test("an identity has just the roles that it is given, where they are given", () => {
    const json = synth("AcrPull");
    expect(json).toHaveResourceWithProperties(UserAssignedIdentity, {
      name: "test-execution-prod-api",
      tags: placement.tags,
    });
    expect(json).toHaveResourceWithProperties(RoleAssignment, {
      role_definition_name: "AcrPull",
      scope,
      principal_id: expect.stringContaining("azurerm_user_assigned_identity."),
    });
  });

  test.each(["Owner", "Contributor", "User Access Administrator"])(
    "the role %s, which can do everything, is refused",
    (role) => {
      expect(() => synth(role)).toThrow(`role "images": expected a role that does one thing, found "${role}"`);
    },
  );
});
