import hashlib
import time

from bot.connections import Connection, Connections, Sender
from support import CONNECTION, BotTest, FakeConnections, event


class Connecting(BotTest):
    def test_a_connection_is_stored_until_it_expires(self):
        self.assertEqual(self.module("handlers.connect").handler(event("$connect"), None), {"statusCode": 200})
        [item] = self.items(self.connections)
        self.assertEqual(item["connection_id"], CONNECTION)
        self.assertEqual(item["source_ip"], "192.0.2.1")
        self.assertRegex(item["conversation"], r"^[0-9a-f]{32}$")
        self.assertAlmostEqual(int(item["expires_at"]), time.time() + 7200, delta=60)

    def test_the_log_does_not_hold_the_id_by_which_a_conversation_is_read(self):
        with self.assertLogs("handlers.connect", "INFO") as logs:
            self.module("handlers.connect").handler(event("$connect"), None)
        [item] = self.items(self.connections)
        [record] = logs.records
        self.assertNotIn(item["conversation"], str(vars(record)))
        digest = hashlib.sha256(item["conversation"].encode()).hexdigest()
        self.assertEqual(record.conversation_digest, digest[:16])

    def test_each_connection_begins_a_conversation_of_its_own(self):
        for connection_id in ("one", "two"):
            self.module("handlers.connect").handler(event("$connect", connection_id=connection_id), None)
        self.assertEqual(len({item["conversation"] for item in self.items(self.connections)}), 2)

    def test_a_closed_connection_is_deleted_also_for_a_repeated_event(self):
        self.module("handlers.connect").handler(event("$connect"), None)
        for _ in range(2):
            self.assertEqual(
                self.module("handlers.disconnect").handler(event("$disconnect"), None), {"statusCode": 200}
            )
        self.assertEqual(self.items(self.connections), [])

    def test_an_expired_connection_counts_as_unknown_before_it_is_deleted(self):
        Connections().add(Connection("one", "c"), "192.0.2.1")
        self.assertEqual(Connections().find("one"), Connection("one", "c"))
        self.connections.update_item(
            Key={"connection_id": "one"},
            UpdateExpression="SET expires_at = :past",
            ExpressionAttributeValues={":past": int(time.time()) - 1},
        )
        self.assertIsNone(Connections().find("one"))


class Sending(BotTest):
    def setUp(self):
        super().setUp()
        self.client = FakeConnections()
        self.sender = Sender(Connections(), self.client)
        for connection_id in ("one", "two"):
            Connections().add(Connection(connection_id, "c"), "192.0.2.1")

    def test_a_frame_goes_to_its_connection(self):
        self.assertTrue(self.sender.send("one", {"type": "answer"}))
        self.assertEqual(self.client.sent, [("one", '{"type": "answer"}')])

    def test_only_a_closed_connection_is_deleted(self):
        self.client.gone.add("one")
        self.assertFalse(self.sender.send("one", {"type": "answer"}))
        self.assertEqual([item["connection_id"] for item in self.items(self.connections)], ["two"])

    def test_frames_are_sent_through_the_api_of_the_stack(self):
        client = Sender(Connections())._client
        self.assertEqual(client.meta.endpoint_url, "https://api.execute-api.us-east-1.amazonaws.com/prod")
        self.assertEqual(client.meta.service_model.service_name, "apigatewaymanagementapi")
