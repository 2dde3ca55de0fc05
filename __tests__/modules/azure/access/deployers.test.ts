import { DataAzurermClientConfig } from "@cdktf/provider-azurerm/lib/data-azurerm-client-config";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { Deployers, type DeployersProps, grantToDeployers } from "../../../../modules/azure/access/deployers";
import { synthesized } from "../../../synthesized";
import { objectId, resourceId } from "../fixtures";

const vault = resourceId("Microsoft.KeyVault/vaults", "v");
const make = (props?: DeployersProps) =>
  synthesized((scope) => {
    const deployers = new Deployers(scope, "deployers", props);
    grantToDeployers(scope, "secrets", deployers, { role: "Key Vault Secrets Officer", scope: vault });
  });

test("each deployer that is named gets the role, and a change of the name changes it", () => {
  const roles = make({ objectIds: { team: objectId, pipeline: "33333333-3333-3333-3333-333333333333" } }).all(
    RoleAssignment,
  );
  expect(new Set(roles.map(({ principal_id }) => principal_id))).toEqual(
    new Set([objectId, "33333333-3333-3333-3333-333333333333"]),
  );
  expect(roles.filter(({ lifecycle }) => lifecycle?.ignore_changes)).toEqual([]);
});

test("without a name it is the identity that runs Terraform first, which the next one does not replace", () => {
  const made = make();
  expect(made.all(DataAzurermClientConfig)).toHaveLength(1);
  expect(made.one(RoleAssignment)).toMatchObject({
    scope: vault,
    role_definition_name: "Key Vault Secrets Officer",
    principal_id: expect.stringMatching(/^\$\{data\.azurerm_client_config\.\w+\.object_id\}$/),
    lifecycle: { ignore_changes: ["principal_id"] },
  });
});
