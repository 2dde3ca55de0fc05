import { DataProtectionBackupInstanceBlobStorage } from "@cdktf/provider-azurerm/lib/data-protection-backup-instance-blob-storage";
import { DataProtectionBackupInstancePostgresqlFlexibleServer } from "@cdktf/provider-azurerm/lib/data-protection-backup-instance-postgresql-flexible-server";
import { DataProtectionBackupPolicyBlobStorage } from "@cdktf/provider-azurerm/lib/data-protection-backup-policy-blob-storage";
import { DataProtectionBackupPolicyPostgresqlFlexibleServer } from "@cdktf/provider-azurerm/lib/data-protection-backup-policy-postgresql-flexible-server";
import { DataProtectionBackupVault } from "@cdktf/provider-azurerm/lib/data-protection-backup-vault";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import "cdktf/lib/testing/adapters/jest";
import { BackupPlan, type BackupPlanProps } from "../../../../modules/azure/stores/backup-plan";
import { synthesized } from "../../../synthesized";
import { placement, resourceId, workspaceId } from "../fixtures";

const database = { id: resourceId("Microsoft.DBforPostgreSQL/flexibleServers", "main") };
const artifacts = { accountId: resourceId("Microsoft.Storage/storageAccounts", "main"), bucketName: "artifacts" };

const make = (props: Partial<BackupPlanProps> = {}) =>
  synthesized((scope) => {
    new BackupPlan(scope, "backup", {
      ...placement,
      databases: { main: database },
      objectStores: { artifacts },
      workspaceId,
      time: "05:00",
      retentionDays: 30,
      ...props,
    });
  });

describe("BackupPlan", () => {
  const made = make();

  it("backs databases up weekly and objects daily, for 30 days", () => {
    expect(made).toHaveResourceWithProperties(DataProtectionBackupPolicyPostgresqlFlexibleServer, {
      backup_repeating_time_intervals: ["R/2024-01-07T05:00:00+00:00/P1W"],
      default_retention_rule: { life_cycle: [{ duration: "P30D", data_store_type: "VaultStore" }] },
    });
    expect(made).toHaveResourceWithProperties(DataProtectionBackupPolicyBlobStorage, {
      backup_repeating_time_intervals: ["R/2024-01-07T05:00:00+00:00/P1D"],
      vault_default_retention_duration: "P30D",
    });
    expect(made).toHaveResourceWithProperties(DataProtectionBackupInstanceBlobStorage, {
      storage_account_container_names: ["artifacts"],
    });
  });

  it("begins at the given time, under a policy of another name, because Azure changes none that is in use", () => {
    const later = make({ time: "19:30" });
    for (const type of [DataProtectionBackupPolicyPostgresqlFlexibleServer, DataProtectionBackupPolicyBlobStorage]) {
      expect(later.one(type).backup_repeating_time_intervals[0]).toContain("T19:30:00+00:00/");
      expect(later.one(type).name).not.toBe(made.one(type).name);
      expect(later.one(type).lifecycle).toEqual({ create_before_destroy: true });
    }
  });

  it("gives the vault its roles before the first backup", () => {
    expect(made).toHaveResourceWithProperties(RoleAssignment, {
      scope: database.id,
      role_definition_name: "PostgreSQL Flexible Server Long Term Retention Backup Role",
    });
    const instance = made.one(DataProtectionBackupInstancePostgresqlFlexibleServer);
    expect(instance.depends_on).toHaveLength(2);
  });

  it("protects backups from deletion before their retention ends, unless the stack is destroyable", () => {
    expect(made).toHaveResourceWithProperties(DataProtectionBackupVault, {
      redundancy: "GeoRedundant",
      immutability: "Unlocked",
      soft_delete: "On",
      tags: placement.tags,
    });
    expect(make({ destroyable: true })).toHaveResourceWithProperties(DataProtectionBackupVault, {
      immutability: "Disabled",
      soft_delete: "Off",
    });
  });
});
