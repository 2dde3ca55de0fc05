from tests import EmulatorTest, client


class Keys(EmulatorTest):
    def test_a_log_group_gets_another_key_and_loses_it(self):
        logs = client("logs")
        logs.create_log_group(logGroupName="lab")

        def key():
            return logs.describe_log_groups(logGroupNamePrefix="lab")["logGroups"][0].get("kmsKeyId")

        logs.associate_kms_key(logGroupName="lab", kmsKeyId="arn:key")
        self.assertEqual(key(), "arn:key")
        logs.disassociate_kms_key(logGroupName="lab")
        self.assertIsNone(key())
        with self.assertRaises(logs.exceptions.ResourceNotFoundException):
            logs.associate_kms_key(logGroupName="none", kmsKeyId="arn:key")
