import type { SqlDatabaseInstanceSettings } from "@cdktf/provider-google/lib/sql-database-instance";
import type { ITerraformDependable } from "cdktf";
import { databaseFlags } from "./database-flags";

export interface DatabaseSettingsProps {
  readonly network: {
    /** VPC: `projects/…/global/networks/…`. */
    readonly networkId: string;
    /** Its connection with Google's services, which the instance's private address comes from. */
    readonly privateConnection: ITerraformDependable;
  };
  /** A tier of edition Enterprise, see `databaseTiers`. */
  readonly tier: string;
  /** SSD storage in GiB, at least 10 (Cloud SQL limit). */
  readonly storageGib: number;
  /** Labels of the instances, which take none from the provider's defaults. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Storage grows by itself up to this many GiB; `storageGib` counts only at the start then. @default - no growth */
  readonly maxStorageGib?: number;
  /** A standby in a second zone. @default true */
  readonly highAvailability?: boolean;
  /** Daily backups that are kept, at most 365 (Cloud SQL limit). Any moment of the last 7 can be restored. @default 30 (document 002) */
  readonly backupDays?: number;
  /** Start of the 4 hours in which the daily backup is made, UTC. @default "03:00" */
  readonly backupStart?: string;
  /** Region or multi-region of the backups. @default - the multi-region around the instance, which outlives its region */
  readonly backupLocation?: string;
  /** The hour of the week for updates, UTC; 1 is Monday. @default Sunday, 04:00 */
  readonly maintenance?: { readonly day: number; readonly hour: number };
  /** Against Terraform and against anybody else; backups outlive the instance. @default true */
  readonly deletionProtection?: boolean;
  /** Flags beside or instead of ours; some restart the instance. @default - none */
  readonly flags?: Readonly<Record<string, string>>;
}

/** Cloud SQL limit of edition Enterprise: how far back every moment can be restored. */
const longestLogDays = 7;

/** What the primary and its replicas share: a private address, TLS, storage, flags, Query Insights. */
export function everySettings(props: DatabaseSettingsProps): SqlDatabaseInstanceSettings {
  const { network, maxStorageGib } = props;
  return {
    edition: "ENTERPRISE",
    tier: props.tier,
    availabilityType: "ZONAL",
    diskType: "PD_SSD",
    diskSize: props.storageGib,
    diskAutoresize: maxStorageGib !== undefined,
    diskAutoresizeLimit: maxStorageGib,
    deletionProtectionEnabled: props.deletionProtection ?? true,
    userLabels: props.labels,
    databaseFlags: databaseFlags(props.flags),
    ipConfiguration: { ipv4Enabled: false, privateNetwork: network.networkId, sslMode: "ENCRYPTED_ONLY" },
    insightsConfig: { queryInsightsEnabled: true, queryStringLength: 1024, recordApplicationTags: true },
  };
}

/** Beside that of the primary: its standby, its backups, when it is updated, and which passwords it takes. */
export function primarySettings(props: DatabaseSettingsProps): SqlDatabaseInstanceSettings {
  const { backupDays = 30, highAvailability = true, deletionProtection = true } = props;
  const { day, hour } = props.maintenance ?? { day: 7, hour: 4 };
  return {
    ...everySettings(props),
    availabilityType: highAvailability ? "REGIONAL" : "ZONAL",
    retainBackupsOnDelete: deletionProtection,
    backupConfiguration: {
      enabled: true,
      startTime: props.backupStart ?? "03:00",
      location: props.backupLocation,
      pointInTimeRecoveryEnabled: true,
      transactionLogRetentionDays: Math.min(backupDays, longestLogDays),
      backupRetentionSettings: { retainedBackups: backupDays, retentionUnit: "COUNT" },
    },
    maintenanceWindow: { day, hour, updateTrack: "stable" },
    passwordValidationPolicy: {
      enablePasswordPolicy: true,
      complexity: "COMPLEXITY_DEFAULT",
      minLength: 16,
      reuseInterval: 5,
      disallowUsernameSubstring: true,
    },
  };
}
