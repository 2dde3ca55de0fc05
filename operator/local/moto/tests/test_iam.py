import json

from tests import EmulatorTest, client


class ConditionalDeny(EmulatorTest):
    def test_a_tls_only_policy_does_not_refuse_the_emulators_http(self):
        s3 = client("s3")
        s3.create_bucket(Bucket="lab")
        tls_only = {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": "arn:aws:s3:::lab/*",
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }
        s3.put_bucket_policy(Bucket="lab", Policy=json.dumps({"Version": "2012-10-17", "Statement": [tls_only]}))
        s3.put_object(Bucket="lab", Key="hello", Body=b"hello")
        self.assertEqual(s3.get_object(Bucket="lab", Key="hello")["Body"].read(), b"hello")

    def test_a_deny_without_condition_still_refuses(self):
        s3 = client("s3")
        s3.create_bucket(Bucket="lab")
        deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::lab/*"}
        s3.put_bucket_policy(Bucket="lab", Policy=json.dumps({"Version": "2012-10-17", "Statement": [deny]}))
        with self.assertRaisesRegex(s3.exceptions.ClientError, "Forbidden"):
            s3.put_object(Bucket="lab", Key="hello", Body=b"hello")
