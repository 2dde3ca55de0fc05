import json

from tests import EmulatorTest, client, code, eventually

CODE = """
import json, os, boto3

def handler(event, context):
    names = [record["dynamodb"]["Keys"]["PK"]["S"] for record in event["Records"]]
    queue = boto3.client("sqs", endpoint_url=os.environ["AWS_ENDPOINT_URL"])
    queue.send_message(QueueUrl=os.environ["CALLS"], MessageBody=json.dumps(names))
    if "crash" in names:
        raise ValueError("crash")
    failures = [r["dynamodb"]["SequenceNumber"] for r, name in zip(event["Records"], names) if name == "poison"]
    return {"batchItemFailures": [{"itemIdentifier": number} for number in failures]}
"""


class Streams(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.sqs = client("sqs")
        self.calls = self.sqs.create_queue(QueueName="calls")["QueueUrl"]
        self.dead = self.sqs.create_queue(QueueName="dead")["QueueUrl"]
        attributes = self.sqs.get_queue_attributes(QueueUrl=self.dead, AttributeNames=["QueueArn"])["Attributes"]
        role = client("iam").create_role(RoleName="role", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        client("lambda").create_function(
            FunctionName="consumer",
            Runtime="python3.11",
            Handler="code.handler",
            Role=role,
            Code=code(CODE),
            Environment={"Variables": {"CALLS": self.calls, "AWS_ENDPOINT_URL": self.calls.rsplit("/", 2)[0]}},
            Timeout=30,
        )
        table = client("dynamodb").create_table(
            TableName="items",
            KeySchema=[{"AttributeName": "PK", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "PK", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        )["TableDescription"]
        self.mapping = dict(
            FunctionName="consumer",
            EventSourceArn=table["LatestStreamArn"],
            StartingPosition="TRIM_HORIZON",
            FunctionResponseTypes=["ReportBatchItemFailures"],
            BisectBatchOnFunctionError=True,
            MaximumRetryAttempts=1,
            DestinationConfig={"OnFailure": {"Destination": attributes["QueueArn"]}},
        )

    def consume(self, *names, expected):
        """Puts the items, then maps the stream, so that they come as one batch."""
        for name in names:
            client("dynamodb").put_item(TableName="items", Item={"PK": {"S": name}})
        client("lambda").create_event_source_mapping(**self.mapping)
        called = []

        def all_called():
            called.extend(json.loads(it["Body"]) for it in self.receive(self.calls))
            return called if len(called) >= expected else None

        return eventually(all_called, 60)

    def receive(self, queue):
        messages = self.sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
        for message in messages:
            self.sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
        return messages

    def given_up(self):
        message = json.loads(eventually(lambda: self.receive(self.dead))[0]["Body"])
        return message["requestContext"]["condition"], message["DDBStreamBatchInfo"]["batchSize"]

    def test_a_record_that_is_reported_is_tried_again_alone_and_then_given_up(self):
        calls = self.consume("one", "poison", "two", expected=4)
        self.assertEqual(calls, [["one", "poison", "two"], ["poison"], ["poison"], ["two"]])
        self.assertEqual(self.given_up(), ("RetryAttemptsExhausted", 1))

    def test_halves_find_the_record_on_which_the_function_crashes(self):
        calls = self.consume("one", "two", "crash", "three", expected=6)
        self.assertEqual(calls[:2], [["one", "two", "crash", "three"], ["one", "two"]])
        self.assertEqual(calls[2:], [["crash", "three"], ["crash"], ["crash"], ["three"]])
        self.assertEqual(self.given_up(), ("RetryAttemptsExhausted", 1))

    def test_what_has_no_attribute_can_be_asked_for(self):
        pattern = {"dynamodb": {"NewImage": {"done": {"S": [{"exists": False}]}}}}
        self.mapping["FilterCriteria"] = {"Filters": [{"Pattern": json.dumps(pattern)}]}
        client("dynamodb").put_item(TableName="items", Item={"PK": {"S": "two"}, "done": {"S": "yes"}})
        self.assertEqual(self.consume("one", expected=1), [["one"]])
