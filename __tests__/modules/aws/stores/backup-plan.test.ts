import "cdktf/lib/testing/adapters/jest";
import { BackupPlan as AwsBackupPlan } from "@cdktf/provider-aws/lib/backup-plan";
import { BackupSelection } from "@cdktf/provider-aws/lib/backup-selection";
import { BackupVault } from "@cdktf/provider-aws/lib/backup-vault";
import { BackupVaultLockConfiguration } from "@cdktf/provider-aws/lib/backup-vault-lock-configuration";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Testing } from "cdktf";
import { BackupPlan, type BackupPlanProps } from "../../../../modules/aws/stores/backup-plan";
import { names } from "../fixtures";

function synth(props: Partial<BackupPlanProps> = {}): string {
  return Testing.synthScope((scope) => {
    new BackupPlan(scope, "backup", { names, keyArn: "arn:key", resources: ["arn:database", "arn:files"], ...props });
  });
}

describe("BackupPlan", () => {
  test("what it is given is backed up daily and kept 30 days in an encrypted vault (document 002)", () => {
    const synthesized = synth();
    expect(synthesized).toHaveResourceWithProperties(BackupVault, {
      name: "test-execution-prod",
      kms_key_arn: "arn:key",
      force_destroy: false,
    });
    expect(synthesized).toHaveResourceWithProperties(AwsBackupPlan, {
      rule: [expect.objectContaining({ schedule: "cron(0 5 * * ? *)", lifecycle: { delete_after: 30 } })],
    });
    expect(synthesized).toHaveResourceWithProperties(BackupSelection, { resources: ["arn:database", "arn:files"] });
  });

  test("its role may make backups and restore them, and no more", () => {
    const attachments = JSON.parse(synth()).resource[IamRolePolicyAttachment.tfResourceType];
    expect(Object.values<{ policy_arn: string }>(attachments).map(({ policy_arn }) => policy_arn)).toEqual([
      "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
      "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores",
    ]);
  });

  test("each recovery point is copied to a second vault where one is given", () => {
    const copyTo = { vaultArn: "arn:aws:backup:us-west-2:111111111111:backup-vault:dr", retentionDays: 7 };
    expect(synth({ copyTo })).toHaveResourceWithProperties(AwsBackupPlan, {
      rule: [
        expect.objectContaining({
          copy_action: [{ destination_vault_arn: copyTo.vaultArn, lifecycle: { delete_after: 7 } }],
        }),
      ],
    });
  });

  test("a locked vault refuses to delete a recovery point before its retention ends", () => {
    expect(synth({ vaultLock: true, retentionDays: 14 })).toHaveResourceWithProperties(BackupVaultLockConfiguration, {
      min_retention_days: 14,
    });
    expect(synth()).not.toHaveResource(BackupVaultLockConfiguration);
  });

  test("a vault with recovery points goes only where that is wanted", () => {
    expect(synth({ destroyable: true })).toHaveResourceWithProperties(BackupVault, { force_destroy: true });
  });
});
