import { BackupPlan as AwsBackupPlan } from "@cdktf/provider-aws/lib/backup-plan";
import { BackupSelection } from "@cdktf/provider-aws/lib/backup-selection";
import { BackupVault } from "@cdktf/provider-aws/lib/backup-vault";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { ServiceRole } from "../access/service-role";

export interface BackupPlanProps {
  readonly names: Names;
  /** Encrypts the recovery points of services that let the vault do so; those of RDS stay under the database's key. */
  readonly keyArn: string;
  /** ARNs of databases (RDS, DynamoDB), file systems (EFS) or disks (EBS). S3 needs more rights than the role has. */
  readonly resources: string[];
  /** Days that a recovery point is kept. Document 002: 30. */
  readonly retentionDays: number;
  /** When a backup starts, within an hour, in UTC: `cron(0 5 * * ? *)` is daily at 05:00. */
  readonly schedule: string;
  /** A second vault, in another region or account, that receives a copy of each recovery point. @default - no copy */
  readonly copyTo?: { readonly vaultArn: string; readonly retentionDays: number };
  /** Whether the vault may be deleted with the recovery points in it. @default false */
  readonly destroyable?: boolean;
}

/** Scheduled backups of the given resources in an encrypted vault, with the role that makes and restores them. */
export class BackupPlan extends Construct {
  readonly vaultArn: string;

  constructor(scope: Construct, id: string, props: BackupPlanProps) {
    super(scope, id);
    const { names, retentionDays, copyTo } = props;

    const vault = new BackupVault(this, "vault", {
      name: names.of("backup_vault"),
      kmsKeyArn: props.keyArn,
      forceDestroy: props.destroyable ?? false,
    });
    const plan = new AwsBackupPlan(this, "plan", {
      name: names.of("backup_plan", "backup"),
      rule: [
        {
          ruleName: "daily",
          targetVaultName: vault.name,
          schedule: props.schedule,
          startWindow: 60,
          completionWindow: 480,
          lifecycle: { deleteAfter: retentionDays },
          copyAction: copyTo && [
            { destinationVaultArn: copyTo.vaultArn, lifecycle: { deleteAfter: copyTo.retentionDays } },
          ],
        },
      ],
    });
    const role = new ServiceRole(this, "role", {
      names,
      name: "backup",
      service: "backup.amazonaws.com",
      // AWS Backup sends no source account when it assumes a role. Only this account can pass the role to it.
      conditions: [],
      managedPolicyArns: [
        "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
        "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores",
      ],
    });
    new BackupSelection(this, "selection", {
      name: names.of("backup_plan"),
      planId: plan.id,
      iamRoleArn: role.arn,
      resources: props.resources,
    });

    this.vaultArn = vault.arn;
  }
}
