import { AppConfiguration } from "@cdktf/provider-azurerm/lib/app-configuration";
import { AppConfigurationKey } from "@cdktf/provider-azurerm/lib/app-configuration-key";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import "cdktf/lib/testing/adapters/jest";
import {
  RuntimeConfiguration,
  type RuntimeConfigurationProps,
} from "../../../../modules/azure/stores/runtime-configuration";
import { synthesized } from "../../../synthesized";
import { objectId, placement, privateAccess, workspaceId } from "../fixtures";

const make = (props: Partial<RuntimeConfigurationProps> = {}) =>
  synthesized((scope) => {
    new RuntimeConfiguration(scope, "settings", {
      ...placement,
      privateAccess,
      workspaceId,
      featureFlags: { parallel_execution: true, ai_triage: false, workers: 4 },
      deployers: { objectIds: { team: objectId }, isWhoeverIsFirst: false },
      publicNetworkAccess: false,
      protected: true,
      ...props,
    });
  });

describe("RuntimeConfiguration", () => {
  it("publishes all flags as one JSON object", () => {
    expect(make().one(AppConfigurationKey)).toMatchObject({
      key: "feature_flags",
      value: '{"parallel_execution":true,"ai_triage":false,"workers":4}',
      content_type: "application/json",
    });
  });

  it("is read and written with Entra roles only, inside the network unless it is opened", () => {
    expect(make()).toHaveResourceWithProperties(AppConfiguration, {
      local_auth_enabled: false,
      public_network_access: "Disabled",
      purge_protection_enabled: true,
      sku: "standard",
      tags: placement.tags,
    });
    expect(make({ publicNetworkAccess: true })).toHaveResourceWithProperties(AppConfiguration, {
      local_auth_enabled: false,
      public_network_access: "Enabled",
    });
  });

  it("gives those who run Terraform their role before the first value is written", () => {
    const made = make();
    expect(made).toHaveResourceWithProperties(RoleAssignment, {
      role_definition_name: "App Configuration Data Owner",
      principal_id: objectId,
    });
    const flags = made.one(AppConfigurationKey);
    expect(flags.depends_on).toContainEqual(expect.stringMatching(/^azurerm_role_assignment\./));
  });
});
