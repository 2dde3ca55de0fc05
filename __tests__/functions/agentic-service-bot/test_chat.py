import json
import time
from unittest.mock import patch

from botocore.exceptions import ClientError

from bot import frames
from bot.agent import Answer, ServiceRequestAgent
from bot.connections import Connection, Connections, Sender
from bot.conversations import Conversations
from support import CONNECTION, BotTest, FakeConnections, event

OWN = "0" * 32
OTHER = "f" * 32


class RecordingAgent:
    def __init__(self):
        self.questions = []

    def answer(self, text, history):
        self.questions.append((text, [message.text for message in history]))
        return Answer(f"You said {text}.", "echo")


class ChatTest(BotTest):
    def setUp(self):
        super().setUp()
        self.client = FakeConnections()
        self.agent = RecordingAgent()
        connections = Connections()
        connections.add(Connection(CONNECTION, OWN), "192.0.2.1")
        module = self.module("handlers.chat")
        module._chat = module.Chat(self.agent, connections, Conversations(), Sender(connections, self.client))
        self.module_under_test = module

    def say(self, route, body):
        """Sends a frame and returns the answers."""
        before = len(self.client.sent)
        text = body if isinstance(body, str | None) else json.dumps({"action": route, **body})
        self.assertEqual(self.module_under_test.handler(event(route, text), None), {"statusCode": 200})
        [(connection_id, data)] = self.client.sent[before:]
        self.assertEqual(connection_id, CONNECTION)
        return json.loads(data)


class Messages(ChatTest):
    def test_a_message_is_answered_and_both_are_stored(self):
        answer = self.say("message", {"text": " Hello "})
        self.assertEqual(answer["type"], "answer")
        self.assertEqual(answer["conversation"], OWN)
        self.assertEqual(answer["text"], "You said Hello.")
        self.assertEqual(answer["intent"], "echo")
        stored = [item for item in self.items(self.conversations) if item["PK"] == f"CONVERSATION#{OWN}"]
        self.assertEqual(
            [(item["role"], item["text"]) for item in sorted(stored, key=lambda item: item["SK"])],
            [("user", "Hello"), ("assistant", "You said Hello.")],
        )
        for item in stored:
            self.assertAlmostEqual(int(item["expires_at"]), time.time() + 86400, delta=60)

    def test_the_agent_gets_the_earlier_messages(self):
        self.say("message", {"text": "one"})
        self.say("message", {"text": "two"})
        self.assertEqual(self.agent.questions, [("one", []), ("two", ["one", "You said one."])])

    def test_a_conversation_continues_over_another_connection(self):
        self.say("message", {"text": "one"})
        Connections().add(Connection(CONNECTION, OTHER), "192.0.2.1")
        answer = self.say("message", {"text": "two", "conversation": OWN})
        self.assertEqual(answer["conversation"], OWN)
        self.assertEqual(self.agent.questions[-1], ("two", ["one", "You said one."]))

    def test_a_client_may_name_a_new_conversation(self):
        self.assertEqual(self.say("message", {"text": "one", "conversation": OWN})["type"], "answer")

    def test_messages_and_conversations_are_counted_by_day(self):
        self.say("message", {"text": "one"})
        at = self.say("message", {"text": "two"})["at"]
        self.assertEqual(Conversations().counts(at[:10]), {"messages": 2, "conversations": 1, "intent echo": 2})

    def test_a_message_that_cannot_be_counted_is_still_answered(self):
        table = self.module_under_test._chat._conversations._table
        error = ClientError({"Error": {"Code": "ThrottlingException"}}, "UpdateItem")
        with patch.object(table, "update_item", side_effect=error), self.assertLogs("bot.conversations", "ERROR"):
            self.assertEqual(self.say("message", {"text": "one"})["type"], "answer")

    def test_a_message_and_its_answer_are_stored_together_or_not_at_all(self):
        client = self.module_under_test._chat._conversations._table.meta.client
        error = ClientError({"Error": {"Code": "TransactionCanceledException"}}, "TransactWriteItems")
        with patch.object(client, "transact_write_items", side_effect=error), self.assertRaises(ClientError):
            self.module_under_test.handler(event("message", '{"action": "message", "text": "one"}'), None)
        self.assertEqual(self.items(self.conversations), [])
        self.assertEqual(self.client.sent, [])

    def test_an_answer_to_a_closed_connection_is_stored_and_the_connection_deleted(self):
        self.client.gone.add(CONNECTION)
        self.module_under_test.handler(event("message", '{"action": "message", "text": "one"}'), None)
        self.assertEqual(self.items(self.connections), [])
        self.assertEqual(len(Conversations().last(OWN, 10)), 2)


class History(ChatTest):
    def test_the_last_messages_come_oldest_first(self):
        for text in ("one", "two", "three"):
            self.say("message", {"text": text})
        history = self.say("history", {"limit": 3})
        self.assertEqual(history["type"], "history")
        texts = [message["text"] for message in history["messages"]]
        self.assertEqual(texts, ["You said two.", "three", "You said three."])

    def test_a_conversation_without_messages_is_empty(self):
        self.assertEqual(self.say("history", {})["messages"], [])

    def test_expired_messages_are_not_shown_before_they_are_deleted(self):
        self.say("message", {"text": "one"})
        with patch("bot.conversations.time.time", return_value=time.time() + 90_000):
            self.assertEqual(Conversations().last(OWN, 10), [])

    def test_an_answer_fits_the_limit_of_api_gateway(self):
        messages = [{"text": str(index) + "x" * 50_000} for index in range(4)]
        self.assertEqual([message["text"][0] for message in frames.fitting(messages)], ["2", "3"])
        self.assertEqual(frames.fitting([]), [])


class Refusals(ChatTest):
    def test_a_mistake_is_answered_with_its_reason_and_nothing_is_stored(self):
        for route, body, reason in (
            ("$default", '{"action": "mesage"}', "action: expected message or history"),
            ("$default", "hello", "action: expected message or history"),
            ("$connect", '{"action": "$connect"}', "action: expected message or history"),
            ("message", "{", "expected a JSON object"),
            ("message", "[" * 100_000, "expected a JSON object"),
            ("message", '["message"]', "expected a JSON object"),
            ("message", None, "expected a JSON object"),
            ("message", {}, "text: expected what you want to say"),
            ("message", {"text": "  "}, "text: expected what you want to say"),
            ("message", {"text": 7}, "text: expected what you want to say"),
            ("message", {"text": "x" * 2001}, "text: expected at most 2000 characters, found 2001"),
            ("message", '{"text": "\\ud800"}', "text: expected Unicode, found half of a surrogate pair"),
            ("message", {"text": "x", "user": 1}, "unknown field 'user', expected action, text, conversation"),
            ("message", {"text": "x", "conversation": "1"}, "conversation: expected the id that an answer carried"),
            ("message", {"text": "x", "conversation": OTHER}, "conversation: there is none of this id"),
            ("history", {"limit": 0}, "limit: expected 1 to 50"),
            ("history", {"limit": 51}, "limit: expected 1 to 50"),
            ("history", {"limit": True}, "limit: expected 1 to 50"),
            ("history", {"limit": "5"}, "limit: expected 1 to 50"),
            ("history", {"conversation": 7}, "conversation: expected the id that an answer carried"),
        ):
            with self.subTest(route=route, body=str(body)[:60]):
                self.assertEqual(self.say(route, body), {"type": "error", "reason": reason})
        self.assertEqual(self.items(self.conversations), [])
        self.assertEqual(self.agent.questions, [])

    def test_an_unknown_connection_gets_the_answer_to_connect_again(self):
        Connections().remove(CONNECTION)
        answer = self.say("message", {"text": "Hello"})
        self.assertEqual(answer["reason"], "this connection is not known any more: connect again")
        self.assertEqual(self.items(self.conversations), [])

    def test_the_log_contains_no_messages(self):
        with self.assertLogs(level="INFO") as logs:
            self.say("message", {"text": "my secret"})
        self.assertNotIn("my secret", " ".join(str(record.__dict__) for record in logs.records))


class Start(BotTest):
    def test_the_first_frame_uses_the_resources_of_the_environment(self):
        module = self.module("handlers.chat")
        with patch.object(module, "Sender") as sender:
            module.handler(event("$default", "{}"), None)
            module.handler(event("$default", "{}"), None)
        self.assertEqual(sender.call_count, 1)
        self.assertIsInstance(module._chat._agent, ServiceRequestAgent)
