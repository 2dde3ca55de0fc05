import json
import os
from datetime import datetime, timedelta, timezone
from unittest.mock import patch

import boto3

from bot.conversations import Conversations
from support import BotTest


class Summary(BotTest):
    def setUp(self):
        super().setUp()
        topic = boto3.client("sns").create_topic(Name="warning")["TopicArn"]
        queue = boto3.resource("sqs").create_queue(QueueName="mail")
        boto3.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue.attributes["QueueArn"])
        self.queue = queue
        self.start(patch.dict(os.environ, {"SUMMARY_TOPIC": topic}))
        self.summary = self.module("handlers.summary")

    def received(self):
        [message] = self.queue.receive_messages()
        body = json.loads(message.body)
        return body["Subject"], body["Message"].split("\n")

    def test_the_report_of_a_day_has_its_requests_most_frequent_first(self):
        for intent, is_new in (("status", True), ("return", False), ("status", True), ("status", False)):
            Conversations().count("2026-11-26T10:00:00+00:00", intent, is_new)
        Conversations().count("2026-11-27T00:00:00+00:00", "status", True)
        self.summary.handler({"day": "2026-11-26"}, None)
        subject, lines = self.received()
        self.assertEqual(subject, "Agentic Service Bot, test: 2026-11-26")
        self.assertEqual(
            lines,
            [
                "2026-11-26 (UTC)",
                "conversations begun: 2",
                "messages answered: 4",
                "  status: 3 (75%)",
                "  return: 1 (25%)",
            ],
        )

    def test_without_a_day_it_reports_yesterday_even_without_messages(self):
        result = self.summary.handler({}, None)
        yesterday = (datetime.now(timezone.utc).date() - timedelta(days=1)).isoformat()
        self.assertEqual(result, {"day": yesterday, "counts": {}})
        self.assertEqual(self.received()[1], [f"{yesterday} (UTC)", "conversations begun: 0", "messages answered: 0"])

    def test_an_invalid_day_is_refused_and_nothing_is_sent(self):
        for day in ("yesterday", "2026-13-01", "DAY#1"):
            with self.subTest(day=day), self.assertRaises(ValueError):
                self.summary.handler({"day": day}, None)
        self.assertEqual(self.queue.receive_messages(), [])
