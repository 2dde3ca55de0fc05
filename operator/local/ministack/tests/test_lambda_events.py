import json
import time
import unittest

from tests import EmulatorTest, client, code, eventually

SOURCE = """
def handler(event, context):
    if "fail" in event:
        raise RuntimeError(event["fail"])
"""


class LambdaEventsTest(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.functions, self.queues = client("lambda"), client("sqs")
        self.dead = self.queues.create_queue(QueueName="dead")["QueueUrl"]
        arn = self.queues.get_queue_attributes(QueueUrl=self.dead, AttributeNames=["QueueArn"])["Attributes"][
            "QueueArn"
        ]
        self.functions.create_function(
            FunctionName="f",
            Runtime="python3.11",
            Role="arn:aws:iam::123456789012:role/r",
            Handler="code.handler",
            Code=code(SOURCE),
            DeadLetterConfig={"TargetArn": arn},
            Publish=True,
        )
        self.functions.create_alias(FunctionName="f", Name="live", FunctionVersion="1")

    def invoke(self, payload, kind="Event"):
        return self.functions.invoke(
            FunctionName="f", Qualifier="live", InvocationType=kind, Payload=json.dumps(payload)
        )

    def configure(self, retries):
        self.functions.put_function_event_invoke_config(
            FunctionName="f", Qualifier="live", MaximumRetryAttempts=retries, MaximumEventAgeInSeconds=60
        )

    def dead_letters(self):
        return self.queues.receive_message(QueueUrl=self.dead, MessageAttributeNames=["All"]).get("Messages")

    def total(self, name):
        now = time.time()
        points = client("cloudwatch").get_metric_statistics(
            Namespace="AWS/Lambda",
            MetricName=name,
            Dimensions=[{"Name": "FunctionName", "Value": "f"}],
            StartTime=now - 600,
            EndTime=now + 60,
            Period=60,
            Statistics=["Sum"],
        )["Datapoints"]
        return sum(point["Sum"] for point in points)

    def test_an_event_that_fails_is_a_dead_letter_as_it_was_sent(self):
        self.configure(retries=0)
        self.invoke({"fail": "no table"})
        [message] = eventually(self.dead_letters)
        self.assertEqual(json.loads(message["Body"]), {"fail": "no table"})
        self.assertEqual(message["MessageAttributes"]["ErrorMessage"]["StringValue"], "no table")
        self.assertIn("RequestID", message["MessageAttributes"])

    def test_it_is_tried_as_often_as_the_alias_says_and_each_error_is_counted(self):
        self.configure(retries=1)
        self.invoke({"fail": "again"})
        eventually(self.dead_letters)
        self.assertEqual((self.total("Invocations"), self.total("Errors")), (2, 2))

    def test_a_call_is_counted_once(self):
        self.invoke({}, "RequestResponse")
        self.invoke({"fail": "seen by the caller"}, "RequestResponse")
        self.assertEqual((self.total("Invocations"), self.total("Errors"), self.total("Throttles")), (2, 1, 0))
        self.assertIsNone(self.dead_letters())

    def test_a_throttled_call_is_no_invocation(self):
        self.functions.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=0)
        with self.assertRaises(self.functions.exceptions.TooManyRequestsException) as refused:
            self.invoke({}, "RequestResponse")
        calls = 1 + refused.exception.response["ResponseMetadata"]["RetryAttempts"]
        self.assertEqual((self.total("Invocations"), self.total("Throttles")), (0, calls))


if __name__ == "__main__":
    unittest.main()
