import { AppConfiguration } from "@cdktf/provider-azurerm/lib/app-configuration";
import { AppConfigurationKey } from "@cdktf/provider-azurerm/lib/app-configuration-key";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { Testing } from "cdktf";
import "cdktf/lib/testing/adapters/jest";
import {
  RuntimeConfiguration,
  type RuntimeConfigurationProps,
} from "../../../../modules/azure/stores/runtime-configuration";
import { objectId, placement, privateAccess, resourcesOf, workspaceId } from "../fixtures";

const synth = (props: Partial<RuntimeConfigurationProps> = {}) =>
  Testing.synthScope((scope) => {
    new RuntimeConfiguration(scope, "settings", {
      ...placement,
      privateAccess,
      workspaceId,
      featureFlags: { parallel_execution: true, ai_triage: false, workers: 4 },
      ...props,
    });
  });

describe("RuntimeConfiguration", () => {
  it("publishes all flags as one JSON object, and each other value by its name", () => {
    const json = synth({ values: { database_host: "db.example.com" } });
    expect(json).toHaveResourceWithProperties(AppConfigurationKey, {
      key: "feature_flags",
      value: '{"parallel_execution":true,"ai_triage":false,"workers":4}',
      content_type: "application/json",
    });
    expect(json).toHaveResourceWithProperties(AppConfigurationKey, { key: "database_host", value: "db.example.com" });
  });

  it("is read and written with Entra roles only, inside the network", () => {
    expect(synth()).toHaveResourceWithProperties(AppConfiguration, {
      local_auth_enabled: false,
      public_network_access: "Disabled",
      purge_protection_enabled: true,
      sku: "standard",
      tags: placement.tags,
    });
    expect(synth({ publicNetworkAccess: true })).toHaveResourceWithProperties(AppConfiguration, {
      local_auth_enabled: false,
      public_network_access: "Enabled",
    });
  });

  it("gives who runs Terraform its role before the first value is written", () => {
    const json = synth({ writerObjectId: objectId });
    expect(json).toHaveResourceWithProperties(RoleAssignment, {
      role_definition_name: "App Configuration Data Owner",
      principal_id: objectId,
    });
    const [flags] = resourcesOf<{ depends_on: string[] }>(json, "azurerm_app_configuration_key");
    expect(flags.depends_on.join()).toContain("azurerm_role_assignment");
  });
});
