import type { PostgresqlFlexibleServerConfig } from "@cdktf/provider-azurerm/lib/postgresql-flexible-server";
import type { CustomerKey } from "../access/customer-key";
import { type Placement, placed } from "../placement";
import { databaseStorageMib } from "./sizes";

/** What a primary and its replicas have in common. */
export interface DatabaseServerProps extends Placement {
  /** Subnet of the database alone, delegated to `Microsoft.DBforPostgreSQL/flexibleServers`. */
  readonly delegatedSubnetId: string;
  /** DNS zone whose name ends in `.postgres.database.azure.com`, linked to the network before the server is made. */
  readonly privateDnsZoneId: string;
  /** Major version, 13 to 18; Azure applies minor upgrades in the maintenance window. */
  readonly engineVersion: string;
  /** Tier and machine, e.g. `GP_Standard_D2ds_v5`; burstable ones (`B_…`) take neither standby nor replicas. */
  readonly skuName: string;
  /** Storage to begin with, in GiB; Azure's next step up is taken: 32, 64, 128, 256, … 32767. */
  readonly storageGib: number;
  /** Entra tenant that users belong to. */
  readonly tenantId: string;
  /** Storage doubles before it is full. Azure then owns the size, and `storageGib` counts only at first. @default true */
  readonly storageGrows?: boolean;
  /** UTC; 0 is Sunday. @default Sunday, 04:00 */
  readonly maintenanceWindow?: { readonly dayOfWeek: number; readonly startHour: number };
  /**
   * Neither Terraform nor anyone else may delete the server, nor what belongs to it, such as an administrator: to take one
   * away, lift the protection first. @default true
   */
  readonly protected?: boolean;
  /** A key of your own. @default - a key that Azure manages */
  readonly encryptionKey?: CustomerKey;
}

/** The arguments of every server. */
export function serverConfig(props: DatabaseServerProps, passwords: boolean) {
  const { encryptionKey: key, storageGrows = true } = props;
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
      passwordAuthEnabled: passwords,
      tenantId: props.tenantId,
    },
    maintenanceWindow: props.maintenanceWindow ?? { dayOfWeek: 0, startHour: 4 },
    ...(key && {
      identity: { type: "UserAssigned", identityIds: [key.identityId] },
      customerManagedKey: { keyVaultKeyId: key.keyId, primaryUserAssignedIdentityId: key.identityId },
    }),
    lifecycle: {
      preventDestroy: props.protected ?? true,
      ignoreChanges: [
        // Azure picks the zones, and a failover exchanges them.
        "zone",
        "high_availability[0].standby_availability_zone",
        // Where the first data came from; a difference would replace the server.
        "create_mode",
        "source_server_id",
        "point_in_time_restore_time_in_utc",
        // A disk that grew is larger than the settings say, and a smaller one is a new server.
        ...(storageGrows ? ["storage_mb"] : []),
      ],
    },
  } satisfies Partial<PostgresqlFlexibleServerConfig>;
}
