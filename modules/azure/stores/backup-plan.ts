import { DataProtectionBackupInstanceBlobStorage } from "@cdktf/provider-azurerm/lib/data-protection-backup-instance-blob-storage";
import { DataProtectionBackupInstancePostgresqlFlexibleServer } from "@cdktf/provider-azurerm/lib/data-protection-backup-instance-postgresql-flexible-server";
import { DataProtectionBackupPolicyBlobStorage } from "@cdktf/provider-azurerm/lib/data-protection-backup-policy-blob-storage";
import { DataProtectionBackupPolicyPostgresqlFlexibleServer } from "@cdktf/provider-azurerm/lib/data-protection-backup-policy-postgresql-flexible-server";
import { DataProtectionBackupVault } from "@cdktf/provider-azurerm/lib/data-protection-backup-vault";
import { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { Construct } from "constructs";
import { diagnostics } from "../monitoring/diagnostics";
import { type Placement, placed } from "../placement";

export interface BackupPlanProps extends Placement {
  /** PostgreSQL flexible servers by key. They are backed up every Sunday; a vault supports weekly backups of them only. */
  readonly databases: Readonly<Record<string, { readonly id: string }>>;
  /** Containers of storage accounts by key. They are backed up daily. */
  readonly objectStores: Readonly<Record<string, { readonly accountId: string; readonly bucketName: string }>>;
  /** Log Analytics workspace that gets the vault's log. */
  readonly workspaceId: string;
  /** Time of day at which they begin, UTC, such as `05:00`. */
  readonly time: string;
  /** Days that backups are kept. */
  readonly retentionDays: number;
  /** Whether the vault may be deleted with its backups, and backups before their retention ends. @default false */
  readonly destroyable?: boolean;
}

/**
 * Daily and weekly backups, in addition to those of the services. Their vault is copied to the paired region and protected from
 * deletion.
 */
export class BackupPlan extends Construct {
  readonly vaultId: string;

  constructor(scope: Construct, id: string, props: BackupPlanProps) {
    super(scope, id);
    const { names, resourceGroup, time, retentionDays, destroyable = false } = props;
    const vault = new DataProtectionBackupVault(this, "vault", {
      ...placed(props),
      name: names.of("azure_backup_vault", "backup"),
      datastoreType: "VaultStore",
      redundancy: "GeoRedundant",
      identity: { type: "SystemAssigned" },
      softDelete: destroyable ? "Off" : "On",
      retentionDurationInDays: 14,
      // Not `Locked`, which cannot be undone.
      immutability: destroyable ? "Disabled" : "Unlocked",
    });
    diagnostics(this, "diagnostics", { targetResourceId: vault.id, workspaceId: props.workspaceId });
    const { principalId } = vault.identity;
    const grant = (part: string, roleDefinitionName: string, scopeId: string) =>
      new RoleAssignment(this, part, {
        scope: scopeId,
        roleDefinitionName,
        principalId,
        // Without it, a pipeline that may give roles to identities only would be refused.
        principalType: "ServicePrincipal",
      });
    const duration = `P${retentionDays}D`;
    // A Sunday in the past; only its weekday and time matter.
    const every = (period: string) => [`R/2024-01-07T${time}:00+00:00/${period}`];
    // Azure changes no policy and deletes none that is in use: another one is made first, under another name.
    const named = (kind: string) => `${kind}-${time.replace(":", "")}-${retentionDays}`;
    const lifecycle = { createBeforeDestroy: true };
    const instance = { vaultId: vault.id, location: resourceGroup.location };

    const databases = Object.entries(props.databases);
    if (databases.length > 0) {
      const databasePolicy = new DataProtectionBackupPolicyPostgresqlFlexibleServer(this, "database-policy", {
        name: named("databases"),
        lifecycle,
        vaultId: vault.id,
        backupRepeatingTimeIntervals: every("P1W"),
        timeZone: "UTC",
        defaultRetentionRule: { lifeCycle: [{ duration, dataStoreType: "VaultStore" }] },
      });
      const reader = grant("reader", "Reader", resourceGroup.id);
      for (const [key, { id: serverId }] of databases) {
        const role = "PostgreSQL Flexible Server Long Term Retention Backup Role";
        new DataProtectionBackupInstancePostgresqlFlexibleServer(this, `database-${key}`, {
          ...instance,
          name: `database-${key}`,
          serverId,
          backupPolicyId: databasePolicy.id,
          dependsOn: [reader, grant(`database-${key}-role`, role, serverId)],
        });
      }
    }

    const objectPolicy = new DataProtectionBackupPolicyBlobStorage(this, "object-policy", {
      name: named("objects"),
      lifecycle,
      vaultId: vault.id,
      backupRepeatingTimeIntervals: every("P1D"),
      timeZone: "UTC",
      vaultDefaultRetentionDuration: duration,
    });
    for (const [key, { accountId, bucketName }] of Object.entries(props.objectStores)) {
      new DataProtectionBackupInstanceBlobStorage(this, `objects-${key}`, {
        ...instance,
        name: `objects-${key}`,
        storageAccountId: accountId,
        storageAccountContainerNames: [bucketName],
        backupPolicyId: objectPolicy.id,
        dependsOn: [grant(`objects-${key}-role`, "Storage Account Backup Contributor", accountId)],
      });
    }
    this.vaultId = vault.id;
  }
}
