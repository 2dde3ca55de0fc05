import json

from tests import EmulatorTest, client


class Configurations(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.s3 = client("s3")
        for bucket in ("lab", "other"):
            self.s3.create_bucket(Bucket=bucket)
            self.s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})

    def test_a_lifecycle_comes_back_as_it_was_put(self):
        rule = {
            "ID": "old",
            "Status": "Enabled",
            "Filter": {"And": {"Prefix": "a/", "ObjectSizeGreaterThan": 131072}},
            "NoncurrentVersionExpiration": {"NoncurrentDays": 30, "NewerNoncurrentVersions": 3},
        }
        self.s3.put_bucket_lifecycle_configuration(Bucket="lab", LifecycleConfiguration={"Rules": [rule]})
        found = self.s3.get_bucket_lifecycle_configuration(Bucket="lab")
        self.assertEqual(found["Rules"], [rule])
        self.assertEqual(found["TransitionDefaultMinimumObjectSize"], "all_storage_classes_128K")
        self.s3.delete_bucket_lifecycle(Bucket="lab")
        with self.assertRaisesRegex(self.s3.exceptions.ClientError, "NoSuchLifecycleConfiguration"):
            self.s3.get_bucket_lifecycle_configuration(Bucket="lab")

    def test_a_replication_comes_back_as_it_was_put(self):
        rule = {
            "ID": "all",
            "Status": "Enabled",
            "Priority": 0,
            "Filter": {"Prefix": ""},
            "DeleteMarkerReplication": {"Status": "Enabled"},
            "SourceSelectionCriteria": {"SseKmsEncryptedObjects": {"Status": "Enabled"}},
            "Destination": {"Bucket": "arn:aws:s3:::other"},
        }
        configuration = {"Role": "arn:aws:iam::123456789012:role/replication", "Rules": [rule]}
        self.s3.put_bucket_replication(Bucket="lab", ReplicationConfiguration=configuration)
        self.assertEqual(self.s3.get_bucket_replication(Bucket="lab")["ReplicationConfiguration"], configuration)

    def test_eventbridge_stays_switched_on(self):
        configuration = {"EventBridgeConfiguration": {}}
        self.s3.put_bucket_notification_configuration(Bucket="lab", NotificationConfiguration=configuration)
        self.assertIn("EventBridgeConfiguration", self.s3.get_bucket_notification_configuration(Bucket="lab"))

    def test_a_delete_marker_can_be_deleted(self):
        self.s3.put_object(Bucket="lab", Key="a", Body=b"")
        marker = self.s3.delete_object(Bucket="lab", Key="a")["VersionId"]
        objects = {"Objects": [{"Key": "a", "VersionId": marker}]}
        self.assertNotIn("Errors", self.s3.delete_objects(Bucket="lab", Delete=objects))

    def test_access_logs_can_go_to_a_bucket_with_a_statement_for_everyone(self):
        resource = "arn:aws:s3:::other/*"
        condition = {"Bool": {"aws:SecureTransport": "false"}}
        writer = {"Service": "logging.s3.amazonaws.com"}
        statements = [
            {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": resource, "Condition": condition},
            {"Effect": "Allow", "Principal": writer, "Action": "s3:PutObject", "Resource": resource},
        ]
        self.s3.put_bucket_policy(Bucket="other", Policy=json.dumps({"Statement": statements}))
        logging = {"LoggingEnabled": {"TargetBucket": "other", "TargetPrefix": "lab/"}}
        self.s3.put_bucket_logging(Bucket="lab", BucketLoggingStatus=logging)
        self.assertEqual(self.s3.get_bucket_logging(Bucket="lab")["LoggingEnabled"], logging["LoggingEnabled"])


class Conditions(EmulatorTest):
    def test_an_object_is_put_only_where_none_is(self):
        s3 = client("s3")
        s3.create_bucket(Bucket="lab")
        s3.put_object(Bucket="lab", Key="releases/1.json", Body=b"first", IfNoneMatch="*")
        with self.assertRaises(s3.exceptions.ClientError) as refused:
            s3.put_object(Bucket="lab", Key="releases/1.json", Body=b"second", IfNoneMatch="*")
        self.assertEqual(refused.exception.response["ResponseMetadata"]["HTTPStatusCode"], 412)
        self.assertEqual(refused.exception.response["Error"]["Code"], "PreconditionFailed")
        self.assertEqual(s3.get_object(Bucket="lab", Key="releases/1.json")["Body"].read(), b"first")
        s3.delete_object(Bucket="lab", Key="releases/1.json")
        s3.put_object(Bucket="lab", Key="releases/1.json", Body=b"third", IfNoneMatch="*")
