"""The queue of each cloud, as an HTTP server that stands for it sees it."""

import base64
import json
import os
import signal
import unittest
from unittest import mock

from application import identity
from application.queues import open_queue
from application.queues.sqs import signed_headers
from support import Cloud, Program


class QueueTest(unittest.TestCase):
    def cloud(self, answers: dict, **environment: str) -> Cloud:
        cloud = Cloud(answers)
        self.addCleanup(cloud.close)
        identity._tokens.clear()
        patch = mock.patch.dict(
            os.environ, {name: value.format(host=cloud.host, url=cloud.url) for name, value in environment.items()}
        )
        patch.start()
        self.addCleanup(patch.stop)
        return cloud

    def test_sqs(self) -> None:
        message = {"Messages": [{"Body": "one", "ReceiptHandle": "r1"}]}
        cloud = self.cloud(
            {"ReceiveMessage": (200, {}, json.dumps(message).encode()), "AmazonSQS": (200, {}, b"{}")},
            AWS_ENDPOINT_URL_SQS="{url}",
            AWS_ACCESS_KEY_ID="key",
            AWS_SECRET_ACCESS_KEY="secret",
        )
        queue = open_queue("https://sqs.us-east-1.amazonaws.com/1/shop-dev-worker")
        queue.send("one")
        [received] = queue.receive()
        received.done()
        bodies = [json.loads(body) for _, _, _, body in cloud.requests]
        self.assertEqual(received.body, "one")
        self.assertEqual({it["QueueUrl"] for it in bodies}, {"https://sqs.us-east-1.amazonaws.com/1/shop-dev-worker"})
        self.assertEqual(bodies[2]["ReceiptHandle"], "r1")
        self.assertTrue(
            all("AWS4-HMAC-SHA256 Credential=key/" in headers["Authorization"] for _, _, headers, _ in cloud.requests)
        )

    def test_the_signature_is_that_of_the_documentation(self) -> None:
        # Signature Version 4's own example of a POST with a body of a form, `post-x-www-form-urlencoded` of its test suite.
        credentials = {
            "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        }
        moment = (2015, 8, 30, 12, 36, 0, 6, 242, 0)
        with mock.patch.dict(os.environ, credentials), mock.patch("time.gmtime", return_value=moment):
            headers = signed_headers(
                "service",
                "https://example.amazonaws.com/",
                b"Param1=value1",
                {"Content-Type": "application/x-www-form-urlencoded"},
            )
        self.assertTrue(
            headers["Authorization"].endswith(
                "Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"
            )
        )

    def test_pubsub(self) -> None:
        data = base64.b64encode(b"one").decode()
        cloud = self.cloud(
            {
                "token": (200, {}, b'{"access_token": "t", "expires_in": 3600}'),
                ":pull": (
                    200,
                    {},
                    json.dumps({"receivedMessages": [{"ackId": "a1", "message": {"data": data}}]}).encode(),
                ),
                ":": (200, {}, b"{}"),
            },
            GCE_METADATA_HOST="{host}",
            PUBSUB_ENDPOINT="{url}",
        )
        open_queue("projects/p/topics/shop").send("one")
        queue = open_queue("projects/p/subscriptions/shop")
        [received] = queue.receive()
        received.done()
        self.assertEqual(received.body, "one")
        self.assertEqual(
            [it for it in cloud.paths() if "token" not in it],
            [
                "POST /v1/projects/p/topics/shop:publish",
                "POST /v1/projects/p/subscriptions/shop:pull",
                "POST /v1/projects/p/subscriptions/shop:acknowledge",
            ],
        )
        self.assertEqual(len([it for it in cloud.paths() if "token" in it]), 1)

    def test_service_bus(self) -> None:
        cloud = self.cloud({}, AZURE_METADATA_HOST="{host}", AZURE_CLIENT_ID="id")
        answers = {
            "oauth2/token": (200, {}, b'{"access_token": "t", "expires_in": "3600"}'),
            "POST /x.servicebus.test/q/messages/head": (201, {"Location": f"{cloud.url}/lock/1"}, b"one"),
            "POST|DELETE": (201, {}, b""),
        }
        cloud = self.cloud(answers, AZURE_METADATA_HOST="{host}", AZURE_CLIENT_ID="id")
        queue = open_queue(f"{cloud.url}/x.servicebus.test/q")
        queue.send("one")
        [received] = queue.receive()
        self.assertEqual(received.body, "one")
        self.assertIn("POST /x.servicebus.test/q/messages", cloud.paths())
        self.assertIn("client_id=id", str(cloud.paths()))

    def test_service_bus_without_a_message(self) -> None:
        cloud = self.cloud(
            {"token": (200, {}, b'{"access_token": "t"}'), "head": (204, {}, b"")},
            IDENTITY_ENDPOINT="{url}/token",
            IDENTITY_HEADER="h",
            AZURE_CLIENT_ID="id",
        )
        self.assertEqual(open_queue(f"{cloud.url}/x.servicebus.test/q").receive(), [])
        self.assertEqual(cloud.requests[0][2]["X-Identity-Header"], "h")


class WorkerTest(unittest.TestCase):
    def test_it_works_until_sigterm_and_ends_while_it_waits(self) -> None:
        cloud = Cloud(
            {
                "AmazonSQS": (
                    200,
                    {},
                    json.dumps({"Messages": [{"Body": '{"id": "1"}', "ReceiptHandle": "r1"}]}).encode(),
                )
            }
        )
        self.addCleanup(cloud.close)
        # The tables are not there: each message fails, and comes again.
        with Program(
            "application.worker",
            QUEUE_URL="https://sqs.us-east-1.amazonaws.com/1/q",
            AWS_ENDPOINT_URL_SQS=cloud.url,
            AWS_ACCESS_KEY_ID="k",
            AWS_SECRET_ACCESS_KEY="s",
        ) as program:
            program.until("a message failed")
            self.assertEqual(program.end(signal.SIGTERM), 0)
            self.assertEqual(program.lines[-1]["message"], "stopped")
        self.assertNotIn("DeleteMessage", str(cloud.requests))

    def test_without_a_queue_it_says_so(self) -> None:
        with Program("application.worker") as program:
            self.assertEqual(program.process.wait(10), 1)


if __name__ == "__main__":
    unittest.main()
