from tests import EmulatorTest, client


class FileSystemPolicies(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.efs = client("efs")
        self.file_system = self.efs.create_file_system(CreationToken="lab")["FileSystemId"]

    def test_the_backup_policy_is_kept(self):
        self.efs.put_backup_policy(FileSystemId=self.file_system, BackupPolicy={"Status": "ENABLED"})
        found = self.efs.describe_backup_policy(FileSystemId=self.file_system)
        self.assertEqual(found["BackupPolicy"], {"Status": "ENABLED"})

    def test_the_policy_can_be_removed(self):
        self.efs.put_file_system_policy(FileSystemId=self.file_system, Policy="{}")
        self.efs.delete_file_system_policy(FileSystemId=self.file_system)
        with self.assertRaises(self.efs.exceptions.PolicyNotFound):
            self.efs.describe_file_system_policy(FileSystemId=self.file_system)
