import os
import unittest
from unittest.mock import patch

from bot.agent import BedrockAgent, Message, ServiceRequestAgent, make_agent
from support import BotTest


def talk(*texts):
    """The intent of each message, and the last answer."""
    history, intents = [], []
    for text in texts:
        answer = ServiceRequestAgent().answer(text, history)
        history += [Message("user", text, "t"), Message("assistant", answer.text, "t", answer.intent)]
        intents.append(answer.intent)
    return intents, history[-1].text


class ServiceRequests(unittest.TestCase):
    def test_requests_are_recognized_by_their_words(self):
        for text, intent in (
            ("Hello there", "greeting"),
            ("Where is my order #12345?", "status"),
            ("please CANCEL ord-777", "cancel"),
            ("I want a refund for #4711", "return"),
            ("The delivery of #4711 came damaged", "return"),
            ("Let me talk to a human about #4711", "person"),
            ("thank you", "thanks"),
            ("What is the meaning of life", "unknown"),
            ("thistle", "unknown"),
        ):
            with self.subTest(text=text):
                self.assertEqual(talk(text)[0], [intent])

    def test_a_missing_order_number_is_requested_and_understood(self):
        intents, answer = talk("I want to cancel my order", "12345")
        self.assertEqual(intents, ["cancel-order", "cancel"])
        self.assertIn("12345", answer)
        self.assertEqual(talk("I want a refund", "it is order 4711")[0], ["return-order", "return"])

    def test_a_number_is_an_order_only_after_the_request_for_it(self):
        self.assertEqual(talk("12345")[0], ["unknown"])

    def test_a_client_may_change_the_request(self):
        self.assertEqual(talk("I want a refund", "no, cancel #4711 instead")[0], ["return-order", "cancel"])
        self.assertEqual(talk("I want a refund", "hm")[0], ["return-order", "unknown"])


class FakeBedrock:
    content = [{"text": "It is "}, {"text": "on its way."}]

    def converse(self, **request):
        self.request = request
        return {"output": {"message": {"content": self.content}}}


class Bedrock(BotTest):
    def test_a_model_gets_the_conversation_with_alternating_roles(self):
        client = FakeBedrock()
        history = [
            Message("assistant", "cut off", "t"),
            Message("user", "Hello", "t"),
            Message("user", "Anyone?", "t"),
            Message("assistant", "Yes?", "t"),
        ]
        answer = BedrockAgent("model", client).answer("Where is #1?", history)
        self.assertEqual((answer.text, answer.intent), ("It is on its way.", "model"))
        self.assertEqual(client.request["modelId"], "model")
        self.assertEqual(
            client.request["messages"],
            [
                {"role": "user", "content": [{"text": "Hello\nAnyone?"}]},
                {"role": "assistant", "content": [{"text": "Yes?"}]},
                {"role": "user", "content": [{"text": "Where is #1?"}]},
            ],
        )

    def test_an_empty_answer_is_said_in_words_and_a_blank_message_is_never_sent(self):
        for content in ([], [{"text": ""}], [{"text": " \n"}], [{"toolUse": {}}]):
            with self.subTest(content=content):
                client = FakeBedrock()
                client.content = content
                answer = BedrockAgent("model", client).answer("Hm?", [])
                self.assertEqual(answer.intent, "no-answer")
                self.assertIn("in other words", answer.text)
        # As earlier versions have stored it.
        history = [Message("user", "Hello", "t"), Message("assistant", "", "t", "model"), Message("user", "x", "t")]
        client = FakeBedrock()
        BedrockAgent("model", client).answer("y", [*history, Message("assistant", "  ", "t")])
        self.assertEqual(client.request["messages"], [{"role": "user", "content": [{"text": "Hello\nx\ny"}]}])

    def test_a_call_ends_before_api_gateway_stops_waiting(self):
        config = BedrockAgent("model")._client.meta.config
        attempts = config.retries["total_max_attempts"]
        self.assertLess(attempts * (config.connect_timeout + config.read_timeout), 29)

    def test_the_settings_choose_the_agent(self):
        self.assertIsInstance(make_agent(), ServiceRequestAgent)
        self.start(patch.dict(os.environ, {"MODEL_ID": "anthropic.claude-3-haiku-20240307-v1:0"}))
        self.assertIsInstance(make_agent(), BedrockAgent)
