import type { SqlDatabaseInstanceSettings } from "@cdktf/provider-google/lib/sql-database-instance";
import type { ITerraformDependable } from "cdktf";
import { databaseFlags } from "./database-flags";

export interface DatabaseSettingsProps {
  readonly network: {
    /** VPC: `projects/…/global/networks/…`. */
    readonly networkId: string;
    /** Its connection with Google's services, which the instance's private address comes from. */
    /** @default - the network has its peering already */
    readonly privateConnection?: ITerraformDependable;
  };
  /** A tier of edition Enterprise, such as one of `databaseTiers`. */
  readonly tier: string;
  /** SSD storage in GiB, at least 10 (Cloud SQL limit). */
  readonly storageGib: number;
  /** Labels of the instances. The provider's default labels do not reach them. */
  readonly labels: Readonly<Record<string, string>>;
  /** Size in GiB up to which Cloud SQL enlarges the storage; `storageGib` is then only the first size. @default - no growth */
  readonly maxStorageGib?: number;
  /** A standby in a second zone. */
  readonly highAvailability: boolean;
  /** Number of daily backups that are kept, at most 365 (Cloud SQL limit). Any point in time of the last 7 days can be restored. */
  readonly backupDays: number;
  /** Cloud SQL and Terraform refuse to delete the instance, and its backups outlive it. */
  readonly deletionProtection: boolean;
}

/** Days of transaction logs, which point-in-time recovery needs; the limit of Cloud SQL Enterprise. */
const longestLogDays = 7;

/** Settings of the primary and of its replicas: private address, TLS, storage, flags, Query Insights. */
export function commonSettings(props: DatabaseSettingsProps): SqlDatabaseInstanceSettings {
  const { network, maxStorageGib } = props;
  return {
    edition: "ENTERPRISE",
    tier: props.tier,
    availabilityType: "ZONAL",
    diskType: "PD_SSD",
    diskSize: props.storageGib,
    diskAutoresize: maxStorageGib !== undefined,
    diskAutoresizeLimit: maxStorageGib,
    deletionProtectionEnabled: props.deletionProtection,
    userLabels: props.labels,
    databaseFlags,
    ipConfiguration: { ipv4Enabled: false, privateNetwork: network.networkId, sslMode: "ENCRYPTED_ONLY" },
    insightsConfig: { queryInsightsEnabled: true, queryStringLength: 1024, recordApplicationTags: true },
  };
}

/** Settings of the primary: the common ones, standby, backups, maintenance window (Sunday, 04:00 UTC), password rules. */
export function primarySettings(props: DatabaseSettingsProps): SqlDatabaseInstanceSettings {
  const { backupDays, highAvailability, deletionProtection } = props;
  return {
    ...commonSettings(props),
    availabilityType: highAvailability ? "REGIONAL" : "ZONAL",
    retainBackupsOnDelete: deletionProtection,
    backupConfiguration: {
      enabled: true,
      startTime: "03:00",
      pointInTimeRecoveryEnabled: true,
      transactionLogRetentionDays: Math.min(backupDays, longestLogDays),
      backupRetentionSettings: { retainedBackups: backupDays, retentionUnit: "COUNT" },
    },
    maintenanceWindow: { day: 7, hour: 4, updateTrack: "stable" },
    passwordValidationPolicy: {
      enablePasswordPolicy: true,
      complexity: "COMPLEXITY_DEFAULT",
      minLength: 16,
      reuseInterval: 5,
      disallowUsernameSubstring: true,
    },
  };
}
