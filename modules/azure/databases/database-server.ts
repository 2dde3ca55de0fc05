import type { PostgresqlFlexibleServerConfig } from "@cdktf/provider-azurerm/lib/postgresql-flexible-server";
import { type Placement, placed } from "../placement";
import { databaseStorageMib } from "./sizes";

/** Props that a primary and its replicas share. */
export interface DatabaseServerProps extends Placement {
  /** Subnet for databases only, delegated to `Microsoft.DBforPostgreSQL/flexibleServers`. */
  readonly delegatedSubnetId: string;
  /** Private DNS zone whose name ends in `.postgres.database.azure.com`. It must be linked to the network first. */
  readonly privateDnsZoneId: string;
  /** Major version, 13 to 18; Azure applies minor upgrades in the maintenance window. */
  readonly engineVersion: string;
  /** Tier and machine, such as `GP_Standard_D2ds_v5`. Burstable ones (`B_…`) allow neither standby nor replicas. */
  readonly skuName: string;
  /** First size of the storage in GiB, rounded up to Azure's sizes: 32, 64, 128, 256, … 32767. */
  readonly storageGib: number;
  /** Entra tenant of the users. */
  readonly tenantId: string;
  /** Whether Azure doubles the storage before it is full. `storageGib` is then the first size only. */
  readonly storageGrows: boolean;
  /**
   * Whether a lock and Terraform refuse to delete the server and what belongs to it, such as an administrator. Remove the protection
   * before you remove an administrator.
   */
  readonly protected: boolean;
}

/** The arguments of the primary and of its replicas. */
export function serverConfig(props: DatabaseServerProps) {
  const { storageGrows } = props;
  return {
    ...placed(props),
    version: props.engineVersion,
    skuName: props.skuName,
    storageMb: databaseStorageMib(props.storageGib),
    autoGrowEnabled: storageGrows,
    delegatedSubnetId: props.delegatedSubnetId,
    privateDnsZoneId: props.privateDnsZoneId,
    publicNetworkAccessEnabled: false,
    authentication: {
      activeDirectoryAuthEnabled: true,
      passwordAuthEnabled: false,
      tenantId: props.tenantId,
    },
    maintenanceWindow: { dayOfWeek: 0, startHour: 4 }, // Sunday, 04:00 UTC.
    lifecycle: {
      preventDestroy: props.protected,
      ignoreChanges: [
        // Azure chooses the zones, and a failover swaps them.
        "zone",
        "high_availability[0].standby_availability_zone",
        // The source of the first data; a difference would replace the server.
        "create_mode",
        "source_server_id",
        "point_in_time_restore_time_in_utc",
        // The disk may have grown beyond the settings, and going back to their size would replace the server.
        ...(storageGrows ? ["storage_mb"] : []),
      ],
    },
  } satisfies Partial<PostgresqlFlexibleServerConfig>;
}
