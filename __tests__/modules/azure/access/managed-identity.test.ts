import "cdktf/lib/testing/adapters/jest";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { UserAssignedIdentity } from "@cdktf/provider-azurerm/lib/user-assigned-identity";
import { ManagedIdentity } from "../../../../modules/azure/access/managed-identity";
import { synthesized } from "../../../synthesized";
import { placement, resourceId } from "../fixtures";

const scope = resourceId("Microsoft.ContainerRegistry/registries", "crexample");

const make = (role: string) =>
  synthesized((stack) => {
    new ManagedIdentity(stack, "api", { ...placement, name: "api", roles: { images: { role, scope } } });
  });

describe("ManagedIdentity", () => {
  test("an identity has the given roles only, each on its scope", () => {
    const made = make("AcrPull");
    expect(made).toHaveResourceWithProperties(UserAssignedIdentity, {
      name: "test-execution-prod-api",
      tags: placement.tags,
    });
    expect(made).toHaveResourceWithProperties(RoleAssignment, {
      role_definition_name: "AcrPull",
      scope,
      principal_id: expect.stringContaining("azurerm_user_assigned_identity."),
    });
  });

  test.each(["Owner", "Contributor", "User Access Administrator"])(
    "the role %s, which allows everything, is refused",
    (role) => {
      expect(() => make(role)).toThrow(`role "images": expected a role that does one thing, found "${role}"`);
    },
  );
});
