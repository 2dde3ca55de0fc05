import unittest

from tests import EmulatorTest, client

ROTATION = {
    "SecretId": "s",
    "RotationLambdaARN": "arn:aws:lambda:us-east-1:123456789012:function:f",
    "RotationRules": {"AutomaticallyAfterDays": 30},
}


class SecretsManagerTest(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.secrets = client("secretsmanager")
        self.secrets.create_secret(Name="s")

    def test_a_secret_without_a_value_has_none(self):
        with self.assertRaises(self.secrets.exceptions.ResourceNotFoundException):
            self.secrets.get_secret_value(SecretId="s")
        self.secrets.put_secret_value(SecretId="s", SecretString="v")
        self.assertEqual(self.secrets.get_secret_value(SecretId="s")["SecretString"], "v")

    def test_a_rotation_begins_when_it_is_asked_to_and_can_be_cancelled(self):
        self.secrets.put_secret_value(SecretId="s", SecretString="v")
        version = self.secrets.get_secret_value(SecretId="s")["VersionId"]
        self.secrets.rotate_secret(**ROTATION, RotateImmediately=False)
        self.assertTrue(self.secrets.describe_secret(SecretId="s")["RotationEnabled"])
        self.assertEqual(self.secrets.get_secret_value(SecretId="s")["VersionId"], version)
        self.secrets.rotate_secret(**ROTATION)
        self.assertNotEqual(self.secrets.get_secret_value(SecretId="s")["VersionId"], version)
        self.secrets.cancel_rotate_secret(SecretId="s")
        self.assertFalse(self.secrets.describe_secret(SecretId="s")["RotationEnabled"])


if __name__ == "__main__":
    unittest.main()
