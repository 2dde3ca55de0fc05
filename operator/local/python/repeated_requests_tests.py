"""Tests of both emulators: a request that an SDK sends again gets the first answer."""

import threading

from tests import EmulatorTest, client


def with_id(service, id):
    """A client whose requests are all attempts of one call."""
    made = client(service)

    def mark(request, **_):
        del request.headers["amz-sdk-invocation-id"]
        request.headers["amz-sdk-invocation-id"] = id

    made.meta.events.register("before-send", mark)
    return made


class Repeated(EmulatorTest):
    def test_the_attempt_whose_answer_got_lost_is_not_made_twice(self):
        table = {
            "TableName": "lab",
            "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [{"AttributeName": "PK", "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": "PK", "AttributeType": "S"}],
        }
        dynamodb = with_id("dynamodb", "made once")
        first, second = (dynamodb.create_table(**table)["TableDescription"] for _ in range(2))
        self.assertEqual(first, second)
        with self.assertRaises(dynamodb.exceptions.ResourceInUseException):
            with_id("dynamodb", "another").create_table(**table)

    def test_an_attempt_that_failed_is_made_again(self):
        sqs = with_id("sqs", "fails first")
        with self.assertRaises(sqs.exceptions.QueueDoesNotExist):
            sqs.get_queue_url(QueueName="lab")
        client("sqs").create_queue(QueueName="lab")
        self.assertIn("lab", sqs.get_queue_url(QueueName="lab")["QueueUrl"])

    def test_attempts_at_once_are_one(self):
        url = client("sqs").create_queue(QueueName="lab")["QueueUrl"]
        sender = with_id("sqs", "at once")
        threads = [
            threading.Thread(target=sender.send_message, kwargs={"QueueUrl": url, "MessageBody": "one"})
            for _ in range(5)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        attributes = client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])
        self.assertEqual(attributes["Attributes"]["ApproximateNumberOfMessages"], "1")
