from tests import EmulatorTest, client

TAGS = {"Stack": "lab"}
PAIRS = [{"Key": "Stack", "Value": "lab"}]


class Resources(EmulatorTest):
    def arns(self):
        found = client("resourcegroupstaggingapi").get_resources(TagFilters=[{"Key": "Stack", "Values": ["lab"]}])
        return sorted(it["ResourceARN"].split(":")[2] for it in found["ResourceTagMappingList"])

    def test_what_is_tagged_is_found_until_it_is_deleted(self):
        logs, ssm, secrets, waf = (client(name) for name in ("logs", "ssm", "secretsmanager", "wafv2"))
        rest, http, cloudwatch, builds = (
            client(name) for name in ("apigateway", "apigatewayv2", "cloudwatch", "codebuild")
        )
        logs.create_log_group(logGroupName="lab", tags=TAGS)
        ssm.put_parameter(Name="/lab", Value="1", Type="String", Tags=PAIRS)
        secrets.create_secret(Name="lab", Tags=PAIRS)
        view = {"SampledRequestsEnabled": True, "CloudWatchMetricsEnabled": True, "MetricName": "lab"}
        acl = waf.create_web_acl(
            Name="lab", Scope="REGIONAL", DefaultAction={"Allow": {}}, VisibilityConfig=view, Tags=PAIRS
        )["Summary"]
        api = rest.create_rest_api(name="lab", tags=TAGS)["id"]
        socket = http.create_api(
            Name="lab", ProtocolType="WEBSOCKET", RouteSelectionExpression="$request.body.action", Tags=TAGS
        )["ApiId"]
        cloudwatch.put_metric_alarm(
            AlarmName="lab",
            Namespace="lab",
            MetricName="Failed",
            Statistic="Sum",
            Period=60,
            EvaluationPeriods=1,
            Threshold=1,
            ComparisonOperator="GreaterThanThreshold",
            Tags=PAIRS,
        )
        builds.create_project(
            name="lab",
            source={"type": "NO_SOURCE", "buildspec": "version: 0.2"},
            artifacts={"type": "NO_ARTIFACTS"},
            environment={"type": "ARM_CONTAINER", "image": "lab", "computeType": "BUILD_GENERAL1_SMALL"},
            serviceRole="arn:aws:iam::123456789012:role/lab",
            tags=[{"key": "Stack", "value": "lab"}],
        )
        expected = ["apigateway", "apigateway", "cloudwatch", "codebuild", "logs", "secretsmanager", "ssm", "wafv2"]
        self.assertEqual(self.arns(), expected)

        logs.delete_log_group(logGroupName="lab")
        ssm.delete_parameter(Name="/lab")
        secrets.delete_secret(SecretId="lab", ForceDeleteWithoutRecovery=True)
        waf.delete_web_acl(Name="lab", Scope="REGIONAL", Id=acl["Id"], LockToken=acl["LockToken"])
        rest.delete_rest_api(restApiId=api)
        http.delete_api(ApiId=socket)
        cloudwatch.delete_alarms(AlarmNames=["lab"])
        builds.delete_project(name="lab")
        self.assertEqual(self.arns(), [])

    def test_a_deleted_distribution_is_found_no_more(self):
        cloudfront = client("cloudfront")
        behavior = {
            "TargetOriginId": "files",
            "ViewerProtocolPolicy": "redirect-to-https",
            "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
        }
        config = {
            "CallerReference": "lab",
            "Comment": "",
            "Enabled": False,
            "Origins": {
                "Quantity": 1,
                "Items": [
                    {
                        "Id": "files",
                        "DomainName": "lab.s3.us-east-1.amazonaws.com",
                        "S3OriginConfig": {"OriginAccessIdentity": ""},
                    }
                ],
            },
            "DefaultCacheBehavior": behavior,
        }
        made = cloudfront.create_distribution_with_tags(
            DistributionConfigWithTags={"DistributionConfig": config, "Tags": {"Items": PAIRS}}
        )
        self.assertEqual(self.arns(), ["cloudfront"])
        cloudfront.delete_distribution(Id=made["Distribution"]["Id"], IfMatch=made["ETag"])
        self.assertEqual(self.arns(), [])
