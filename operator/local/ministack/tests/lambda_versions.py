import json

from tests import EmulatorTest, client, code

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
