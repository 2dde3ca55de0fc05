from botocore.exceptions import ClientError

from tests import EmulatorTest, client

visibility = {"SampledRequestsEnabled": True, "CloudWatchMetricsEnabled": True, "MetricName": "edge"}


class WebAclLogging(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.waf = client("wafv2")
        self.acl = self.waf.create_web_acl(
            Name="edge", Scope="CLOUDFRONT", DefaultAction={"Allow": {}}, VisibilityConfig=visibility, Rules=[]
        )["Summary"]
        self.configuration = {
            "ResourceArn": self.acl["ARN"],
            "LogDestinationConfigs": ["arn:aws:logs:us-east-1:123456789012:log-group:aws-waf-logs-edge"],
            "RedactedFields": [{"SingleHeader": {"Name": "cookie"}}, {"QueryString": {}}],
        }

    def put(self):
        self.waf.put_logging_configuration(LoggingConfiguration=self.configuration)

    def found(self):
        return self.waf.get_logging_configuration(ResourceArn=self.acl["ARN"])["LoggingConfiguration"]

    def listed(self, scope):
        return self.waf.list_logging_configurations(Scope=scope)["LoggingConfigurations"]

    def assert_nowhere(self):
        with self.assertRaises(ClientError) as refused:
            self.found()
        self.assertEqual(refused.exception.response["Error"]["Code"], "WAFNonexistentItemException")

    def test_a_web_acl_logs_where_it_was_told_to(self):
        self.put()
        self.assertLessEqual(self.configuration.items(), self.found().items())
        self.assertEqual([len(self.listed("CLOUDFRONT")), len(self.listed("REGIONAL"))], [1, 0])

    def test_it_logs_nowhere_before_and_after(self):
        self.assert_nowhere()
        self.put()
        self.waf.delete_logging_configuration(ResourceArn=self.acl["ARN"])
        self.assert_nowhere()

    def test_an_unknown_web_acl_logs_nothing(self):
        self.configuration["ResourceArn"] = self.acl["ARN"].replace("/edge/", "/other/")
        with self.assertRaises(ClientError):
            self.put()

    def test_the_configuration_ends_with_the_web_acl(self):
        self.put()
        self.waf.delete_web_acl(Name="edge", Scope="CLOUDFRONT", Id=self.acl["Id"], LockToken=self.acl["LockToken"])
        self.assertEqual(self.listed("CLOUDFRONT"), [])
