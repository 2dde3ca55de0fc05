import { BackupPlan as AwsBackupPlan } from "@cdktf/provider-aws/lib/backup-plan";
import { BackupSelection } from "@cdktf/provider-aws/lib/backup-selection";
import { BackupVault } from "@cdktf/provider-aws/lib/backup-vault";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { BackupPlan, type BackupPlanProps } from "../../../../modules/aws/stores/backup-plan";
import { synthesized } from "../../../synthesized";
import { names } from "../fixtures";

const make = (props: Partial<BackupPlanProps> = {}) =>
  synthesized((scope) => {
    new BackupPlan(scope, "backup", {
      names,
      keyArn: "arn:key",
      resources: ["arn:database", "arn:files"],
      schedule: "cron(0 5 * * ? *)",
      retentionDays: 30,
      ...props,
    });
  });

describe("BackupPlan", () => {
  test("the given resources are backed up daily and kept 30 days in an encrypted vault (document 002)", () => {
    const made = make();
    expect(made).toHaveResourceWithProperties(BackupVault, {
      name: "test-execution-prod",
      kms_key_arn: "arn:key",
      force_destroy: false,
    });
    expect(made).toHaveResourceWithProperties(AwsBackupPlan, {
      rule: [expect.objectContaining({ schedule: "cron(0 5 * * ? *)", lifecycle: { delete_after: 30 } })],
    });
    expect(made).toHaveResourceWithProperties(BackupSelection, { resources: ["arn:database", "arn:files"] });
  });

  test("its role may make backups and restore them, and no more", () => {
    const attachments = make().all(IamRolePolicyAttachment);
    expect(attachments.map(({ policy_arn }) => policy_arn)).toEqual([
      "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
      "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores",
    ]);
  });

  test("each recovery point is copied to a second vault where one is given", () => {
    const copyTo = { vaultArn: "arn:aws:backup:us-west-2:111111111111:backup-vault:dr", retentionDays: 7 };
    expect(make({ copyTo })).toHaveResourceWithProperties(AwsBackupPlan, {
      rule: [
        expect.objectContaining({
          copy_action: [{ destination_vault_arn: copyTo.vaultArn, lifecycle: { delete_after: 7 } }],
        }),
      ],
    });
  });

  test("a vault with recovery points is destroyed only where the caller allows it", () => {
    expect(make({ destroyable: true })).toHaveResourceWithProperties(BackupVault, { force_destroy: true });
  });
});
