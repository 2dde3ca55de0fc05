import { DataProtectionBackupInstanceBlobStorage } from "@cdktf/provider-azurerm/lib/data-protection-backup-instance-blob-storage";
import { DataProtectionBackupPolicyBlobStorage } from "@cdktf/provider-azurerm/lib/data-protection-backup-policy-blob-storage";
import { DataProtectionBackupPolicyPostgresqlFlexibleServer } from "@cdktf/provider-azurerm/lib/data-protection-backup-policy-postgresql-flexible-server";
import { DataProtectionBackupVault } from "@cdktf/provider-azurerm/lib/data-protection-backup-vault";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { Testing } from "cdktf";
import "cdktf/lib/testing/adapters/jest";
import { BackupPlan, type BackupPlanProps } from "../../../../modules/azure/stores/backup-plan";
import { placement, resourceId, resourcesOf, workspaceId } from "../fixtures";

const database = { id: resourceId("Microsoft.DBforPostgreSQL/flexibleServers", "main") };
const artifacts = { accountId: resourceId("Microsoft.Storage/storageAccounts", "main"), bucketName: "artifacts" };

const synth = (props: Partial<BackupPlanProps> = {}) =>
  Testing.synthScope((scope) => {
    new BackupPlan(scope, "backup", {
      ...placement,
      databases: { main: database },
      objectStores: { artifacts },
      workspaceId,
      ...props,
    });
  });

describe("BackupPlan", () => {
  const json = synth();

  it("backs databases up weekly and objects daily, for 30 days", () => {
    expect(json).toHaveResourceWithProperties(DataProtectionBackupPolicyPostgresqlFlexibleServer, {
      backup_repeating_time_intervals: ["R/2024-01-07T05:00:00+00:00/P1W"],
      default_retention_rule: { life_cycle: [{ duration: "P30D", data_store_type: "VaultStore" }] },
    });
    expect(json).toHaveResourceWithProperties(DataProtectionBackupPolicyBlobStorage, {
      backup_repeating_time_intervals: ["R/2024-01-07T05:00:00+00:00/P1D"],
      vault_default_retention_duration: "P30D",
    });
    expect(json).toHaveResourceWithProperties(DataProtectionBackupInstanceBlobStorage, {
      storage_account_container_names: ["artifacts"],
    });
  });

  it("gives the vault what it needs to back up, before it does", () => {
    expect(json).toHaveResourceWithProperties(RoleAssignment, {
      scope: database.id,
      role_definition_name: "PostgreSQL Flexible Server Long Term Retention Backup Role",
    });
    const [instance] = resourcesOf<{ depends_on: string[] }>(
      json,
      "azurerm_data_protection_backup_instance_postgresql_flexible_server",
    );
    expect(instance.depends_on).toHaveLength(2);
  });

  it("keeps backups from being deleted before their time, unless all may be destroyed", () => {
    expect(json).toHaveResourceWithProperties(DataProtectionBackupVault, {
      redundancy: "GeoRedundant",
      immutability: "Unlocked",
      soft_delete: "On",
      tags: placement.tags,
    });
    expect(synth({ destroyable: true })).toHaveResourceWithProperties(DataProtectionBackupVault, {
      immutability: "Disabled",
      soft_delete: "Off",
    });
  });
});
