import { BackupPlan as AwsBackupPlan } from "@cdktf/provider-aws/lib/backup-plan";
import { BackupSelection } from "@cdktf/provider-aws/lib/backup-selection";
import { BackupVault } from "@cdktf/provider-aws/lib/backup-vault";
import { Construct } from "constructs";
import type { Names } from "../../names";
import { ServiceRole } from "../access/service-role";

export interface BackupPlanProps {
  readonly names: Names;
  /** Encrypts the recovery points of those services that let the vault do so; RDS keeps its own key. */
  readonly keyArn: string;
  /** ARNs of what is backed up: RDS, EFS, EBS or DynamoDB. S3 needs more rights than the role has. */
  readonly resources: string[];
  /** Days that a recovery point is kept. Document 002: 30. */
  readonly retentionDays: number;
  /** When a backup starts, within an hour, in UTC: `cron(0 5 * * ? *)` is daily at 05:00. */
  readonly schedule: string;
  /** A second vault, of another region or account, that receives a copy of each recovery point. @default - no copy */
  readonly copyTo?: { readonly vaultArn: string; readonly retentionDays: number };
  /** The vault may be deleted with the recovery points in it. @default false */
  readonly destroyable?: boolean;
}

/** A daily backup of what it is given into an encrypted vault, with the role that makes and restores it. */
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
      name: names.of("generic", "backup"),
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
      // AWS Backup documents no source account when it assumes a role; only this account can hand it the role.
      conditions: [],
      managedPolicyArns: [
        "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
        "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores",
      ],
    });
    new BackupSelection(this, "selection", {
      name: names.of("backup_vault"),
      planId: plan.id,
      iamRoleArn: role.arn,
      resources: props.resources,
    });

    this.vaultArn = vault.arn;
  }
}
