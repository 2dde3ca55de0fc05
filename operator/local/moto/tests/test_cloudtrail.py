from tests import EmulatorTest, client


class Logging(EmulatorTest):
    def test_a_trail_is_started_and_stopped_by_its_arn(self):
        client("s3").create_bucket(Bucket="trail")
        cloudtrail = client("cloudtrail")
        arn = cloudtrail.create_trail(Name="audit", S3BucketName="trail")["TrailARN"]
        cloudtrail.start_logging(Name=arn)
        self.assertTrue(cloudtrail.get_trail_status(Name=arn)["IsLogging"])
        cloudtrail.stop_logging(Name=arn)
        self.assertFalse(cloudtrail.get_trail_status(Name=arn)["IsLogging"])
