import json
import time
import urllib.request
from collections import Counter

from tests import ENDPOINT, EmulatorTest, client, code, eventually

SOURCE = """
import json, os, boto3

def handler(event, context):
    seen = {"code": "%s", "variable": os.environ["BUILD"], "version": context.function_version, "as": context.invoked_function_arn}
    if os.environ.get("QUEUE"):
        queue = boto3.client("sqs", endpoint_url=os.environ["AWS_ENDPOINT_URL"])
        queue.send_message(QueueUrl=os.environ["QUEUE"], MessageBody=json.dumps(seen))
        if "fail" in json.dumps(event):
            raise RuntimeError("it fails")
    return {"statusCode": 200, "body": json.dumps(seen)} if "requestContext" in event else seen
"""
ARN = "arn:aws:lambda:us-east-1:123456789012:function:f"
TRUST = json.dumps({"Version": "2012-10-17", "Statement": []})


class VersionsTest(EmulatorTest):
    """A function with two published versions, and an alias that leads to the first."""

    def setUp(self):
        super().setUp()
        self.functions, self.sqs = client("lambda"), client("sqs")
        self.calls = self.sqs.create_queue(QueueName="calls")["QueueUrl"]
        self.role = client("iam").create_role(RoleName="role", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
        self.functions.create_function(
            FunctionName="f",
            Runtime="python3.11",
            Handler="code.handler",
            Role=self.role,
            Code=code(SOURCE % "one"),
            Environment=self.environment("1"),
            Timeout=30,
            Publish=True,
        )
        self.functions.update_function_configuration(FunctionName="f", Environment=self.environment("2"))
        self.functions.update_function_code(FunctionName="f", ZipFile=code(SOURCE % "two")["ZipFile"])
        self.functions.publish_version(FunctionName="f")
        self.functions.create_alias(FunctionName="f", Name="live", FunctionVersion="1")

    def environment(self, build):
        return {"Variables": {"BUILD": build}}

    def divide(self, weight):
        weights = {"AdditionalVersionWeights": {"2": weight} if weight else {}}
        self.functions.update_alias(FunctionName="f", Name="live", RoutingConfig=weights)

    def invoke(self, qualifier="live", **options):
        """The header, and what the function saw."""
        answer = self.functions.invoke(FunctionName="f", Qualifier=qualifier, **options)
        return answer["ExecutedVersion"], json.loads(answer["Payload"].read() or "null")


class Invoked(VersionsTest):
    def draws(self, number):
        return [self.invoke()[0] for _ in range(number)]

    def test_a_version_keeps_its_code_and_environment_after_the_next_is_published(self):
        self.functions.update_function_configuration(FunctionName="f", Environment=self.environment("3"))
        for version, source in (("1", "one"), ("2", "two")):
            executed, seen = self.invoke(version)
            self.assertEqual(executed, version)
            self.assertEqual(seen, {"code": source, "variable": version, "version": version, "as": f"{ARN}:{version}"})
        self.assertEqual(self.invoke("$LATEST")[1]["variable"], "3")

    def test_without_weights_every_call_is_the_aliass_version(self):
        self.assertEqual(set(self.draws(5)), {"1"})

    def test_calls_are_divided_by_weight_and_the_header_names_what_ran(self):
        self.divide(0.25)
        seen = [self.invoke() for _ in range(60)]
        for executed, answer in seen:
            self.assertEqual((answer["version"], answer["variable"]), (executed, executed))
            self.assertEqual(answer["as"], f"{ARN}:live")
        # 15 are expected; four standard deviations are 13.
        self.assertTrue(2 <= Counter(executed for executed, _ in seen)["2"] <= 28, seen)

    def test_all_and_none_are_divisions_too(self):
        self.divide(1.0)
        self.assertEqual(set(self.draws(10)), {"2"})
        self.divide(0)
        self.assertEqual(set(self.draws(10)), {"1"})
        self.assertNotIn("RoutingConfig", self.functions.get_alias(FunctionName="f", Name="live"))

    def test_an_emptied_emulator_draws_the_same_versions_again(self):
        self.divide(0.5)
        first = self.draws(20)
        self.setUp()
        self.divide(0.5)
        self.assertEqual(self.draws(20), first)
        self.assertEqual(set(first), {"1", "2"})

    def test_reads_of_an_alias_name_its_own_version(self):
        self.divide(1.0)
        read = self.functions.get_function_configuration(FunctionName="f", Qualifier="live")
        self.assertEqual((read["Version"], self.functions.get_alias(FunctionName="f", Name="live")["FunctionVersion"]), ("1", "1"))

    def test_a_dry_run_and_a_version_by_its_number_are_not_divided(self):
        self.divide(1.0)
        self.assertEqual(self.invoke("1")[0], "1")
        answer = self.functions.invoke(FunctionName="f", Qualifier="live", InvocationType="DryRun")
        self.assertEqual(answer["StatusCode"], 204)


class Called(VersionsTest):
    """By others than Invoke. With a weight of 1 one call shows who runs it."""

    def environment(self, build):
        return {"Variables": {"BUILD": build, "QUEUE": self.calls, "AWS_ENDPOINT_URL": ENDPOINT}}

    def setUp(self):
        super().setUp()
        self.divide(1.0)

    def seen(self):
        found = []

        def received():
            messages = self.sqs.receive_message(QueueUrl=self.calls, MaxNumberOfMessages=10).get("Messages", [])
            for message in messages:
                self.sqs.delete_message(QueueUrl=self.calls, ReceiptHandle=message["ReceiptHandle"])
                found.append(json.loads(message["Body"]))
            return found

        return eventually(received)

    def assert_divided(self, seen):
        self.assertEqual((seen["version"], seen["code"], seen["as"]), ("2", "two", f"{ARN}:live"))

    def test_by_a_rest_api(self):
        apis = client("apigateway")
        api = apis.create_rest_api(name="api")["id"]
        [root] = apis.get_resources(restApiId=api)["items"]
        method = {"restApiId": api, "resourceId": root["id"], "httpMethod": "GET"}
        apis.put_method(**method, authorizationType="NONE")
        uri = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{ARN}:live/invocations"
        apis.put_integration(**method, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri)
        apis.create_deployment(restApiId=api, stageName="v1")
        with urllib.request.urlopen(f"{ENDPOINT}/restapis/{api}/v1/_user_request_/") as answer:
            self.assert_divided(json.load(answer))

    def test_by_an_http_api(self):
        apis = client("apigatewayv2")
        api = apis.create_api(Name="api", ProtocolType="HTTP")["ApiId"]
        integration = apis.create_integration(
            ApiId=api, IntegrationType="AWS_PROXY", IntegrationUri=f"{ARN}:live", PayloadFormatVersion="2.0"
        )["IntegrationId"]
        apis.create_route(ApiId=api, RouteKey="GET /", Target=f"integrations/{integration}")
        apis.create_stage(ApiId=api, StageName="$default", AutoDeploy=True)
        with urllib.request.urlopen(f"{ENDPOINT}/_aws/execute-api/{api}/") as answer:
            self.assert_divided(json.load(answer))

    def test_by_a_queue(self):
        queue = self.sqs.create_queue(QueueName="work")["QueueUrl"]
        arn = "arn:aws:sqs:us-east-1:123456789012:work"
        self.functions.create_event_source_mapping(FunctionName=f"{ARN}:live", EventSourceArn=arn)
        self.sqs.send_message(QueueUrl=queue, MessageBody="{}")
        self.assert_divided(self.seen()[0])

    def test_by_a_rule(self):
        events = client("events")
        events.put_rule(Name="rule", EventPattern=json.dumps({"source": ["lab"]}))
        events.put_targets(Rule="rule", Targets=[{"Id": "f", "Arn": f"{ARN}:live"}])
        events.put_events(Entries=[{"Source": "lab", "DetailType": "call", "Detail": "{}"}])
        self.assert_divided(self.seen()[0])

    def test_by_a_bucket_whose_event_is_tried_as_often_as_the_alias_says(self):
        self.functions.put_function_event_invoke_config(FunctionName="f", Qualifier="live", MaximumRetryAttempts=0)
        s3 = client("s3")
        s3.create_bucket(Bucket="uploads")
        notified = {"LambdaFunctionArn": f"{ARN}:live", "Events": ["s3:ObjectCreated:*"]}
        s3.put_bucket_notification_configuration(
            Bucket="uploads", NotificationConfiguration={"LambdaFunctionConfigurations": [notified]}
        )
        s3.put_object(Bucket="uploads", Key="fail", Body=b"")
        self.assert_divided(self.seen()[0])
        time.sleep(2)  # A second attempt would come after one second.
        self.assertNotIn("Messages", self.sqs.receive_message(QueueUrl=self.calls))

    def test_by_an_asynchronous_call(self):
        self.assertEqual(self.invoke(InvocationType="Event")[0], "2")
        self.assert_divided(self.seen()[0])


class Deleted(VersionsTest):
    def versions(self):
        return [it["Version"] for it in self.functions.list_versions_by_function(FunctionName="f")["Versions"]]

    def test_a_version_is_deleted_once_no_alias_leads_to_it(self):
        refused = self.functions.exceptions.ResourceConflictException
        self.divide(0.1)
        for version in ("1", "2"):
            with self.assertRaises(refused):
                self.functions.delete_function(FunctionName="f", Qualifier=version)
        self.assertEqual(self.versions(), ["$LATEST", "1", "2"])
        self.divide(0)
        self.functions.delete_function(FunctionName="f", Qualifier="2")
        self.assertEqual(self.versions(), ["$LATEST", "1"])
        self.assertEqual(self.invoke()[0], "1")
