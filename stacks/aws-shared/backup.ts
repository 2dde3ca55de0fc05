import type { Construct } from "constructs";
import { BackupPlan } from "../../modules/aws/stores/backup-plan";
import type { ApplicationSettings } from "../../settings/schema/shared";
import type { AwsContext } from "./context";

export interface BackupInputs {
  /** ARNs of what is backed up. */
  readonly resources: string[];
}

/** A backup plan of the stack's stores, unless settings turn it off or there is none. */
export function addBackup(
  stack: Construct,
  { backup }: Pick<ApplicationSettings, "backup">,
  context: AwsContext,
  { resources }: BackupInputs,
): void {
  if (!backup.enabled || resources.length === 0) return;
  new BackupPlan(stack, "backup", {
    ...context,
    resources,
    schedule: backup.schedule,
    retentionDays: backup.retention_days,
  });
}
