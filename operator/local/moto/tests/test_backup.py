from tests import EmulatorTest, client

RULE = {"RuleName": "daily", "TargetBackupVaultName": "lab"}
TAGS = {"Stack": "aws-local"}


class Backup(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.backup = client("backup")
        self.vault = self.backup.create_backup_vault(BackupVaultName="lab", BackupVaultTags=TAGS)["BackupVaultArn"]
        plan = {"BackupPlanName": "lab", "Rules": [RULE]}
        created = self.backup.create_backup_plan(BackupPlan=plan, BackupPlanTags=TAGS)
        self.plan, self.plan_arn = created["BackupPlanId"], created["BackupPlanArn"]

    def test_tags_of_vaults_and_plans_can_be_read(self):
        for arn in (self.vault, self.plan_arn):
            self.assertEqual(self.backup.list_tags(ResourceArn=arn)["Tags"], TAGS)

    def test_a_plan_can_be_changed(self):
        changed = {"BackupPlanName": "lab", "Rules": [{**RULE, "ScheduleExpression": "cron(0 6 * * ? *)"}]}
        answer = self.backup.update_backup_plan(BackupPlanId=self.plan, BackupPlan=changed)
        self.assertEqual(answer["BackupPlanArn"], self.plan_arn)
        found = self.backup.get_backup_plan(BackupPlanId=self.plan)["BackupPlan"]["Rules"]
        self.assertEqual([it["ScheduleExpression"] for it in found], ["cron(0 6 * * ? *)"])

    def test_a_deleted_plan_is_gone(self):
        self.backup.delete_backup_plan(BackupPlanId=self.plan)
        with self.assertRaises(self.backup.exceptions.ResourceNotFoundException):
            self.backup.get_backup_plan(BackupPlanId=self.plan)

    def test_a_selection_is_made_read_listed_and_removed(self):
        role = "arn:aws:iam::123456789012:role/backup"
        selection = {"SelectionName": "all", "IamRoleArn": role, "Resources": ["arn:aws:s3:::lab"]}
        made = self.backup.create_backup_selection(BackupPlanId=self.plan, BackupSelection=selection)
        arguments = {"BackupPlanId": self.plan, "SelectionId": made["SelectionId"]}
        self.assertEqual(self.backup.get_backup_selection(**arguments)["BackupSelection"], selection)
        listed = self.backup.list_backup_selections(BackupPlanId=self.plan)["BackupSelectionsList"]
        self.assertEqual([(it["SelectionId"], it["SelectionName"]) for it in listed], [(made["SelectionId"], "all")])
        self.backup.delete_backup_selection(**arguments)
        with self.assertRaises(self.backup.exceptions.ResourceNotFoundException):
            self.backup.get_backup_selection(**arguments)

    def test_a_vault_has_no_recovery_points(self):
        found = self.backup.list_recovery_points_by_backup_vault(BackupVaultName="lab")
        self.assertEqual(found["RecoveryPoints"], [])
