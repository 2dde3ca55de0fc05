"""The agents that answer. The default one needs no network: it recognizes the service requests below by their words."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import boto3
from botocore.config import Config


@dataclass(frozen=True)
class Message:
    """One message of a conversation. An answer of an agent has the `intent` that the agent recognized."""

    role: str
    text: str
    at: str
    intent: str | None = None


@dataclass(frozen=True)
class Answer:
    text: str
    intent: str


class Agent(Protocol):
    def answer(self, text: str, history: Sequence[Message]) -> Answer:
        """Answers a message. `history` has the earlier messages, oldest first."""
        ...


@dataclass(frozen=True)
class _Request:
    intent: str
    words: re.Pattern[str]
    answer: str
    """The answer, with {order} in place of the order number if the request needs one."""

    @property
    def needs_order(self) -> bool:
        return "{order}" in self.answer


def _words(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(words)})\b", re.IGNORECASE)


# The first match is used, so the most urgent requests come first.
_requests = (
    _Request(
        "person",
        _words("human", "person", "agent", "complain", "complaint", "manager"),
        "I am passing this conversation on to a colleague, who will answer here.",
    ),
    _Request(
        "cancel",
        _words("cancel", "cancellation"),
        "I have noted the cancellation of order {order}. You get a confirmation once it is stopped.",
    ),
    _Request(
        "return",
        _words("return", "refund", "exchange", "broken", "damaged"),
        "I have opened a return for order {order}. Send it back within 30 days; the refund follows.",
    ),
    _Request(
        "status",
        _words("where", "status", "track", "tracking", "deliver", "delivery", "shipped", "order"),
        "I am looking up order {order} and will tell you here where it is.",
    ),
    _Request("greeting", _words("hello", "hi", "hey"), "Hello! What can I do for you?"),
    _Request("thanks", _words("thanks", "thank"), "You are welcome. Is there anything else?"),
)
_by_intent = {request.intent: request for request in _requests}
_order_number = re.compile(r"(?:#|\bORD-?)(\d{3,12})\b", re.IGNORECASE)
_bare_number = re.compile(r"\d{3,12}")


class ServiceRequestAgent:
    """Recognizes a request by its words. Requests the number of the order if it is missing."""

    def answer(self, text: str, history: Sequence[Message]) -> Answer:
        order = _order_number.search(text)
        request = next((request for request in _requests if request.words.search(text)), None)
        awaiting = self._awaiting_order(history)
        if awaiting and (request is None or request.intent == "status"):
            # The previous answer requested the number, so a number without "order" counts, too.
            order = order or _bare_number.search(text)
            if order:
                request = awaiting
        if request is None:
            return Answer(
                "I can help with the status of an order, a cancellation, a return, or find you a person. Which is it?",
                "unknown",
            )
        if not request.needs_order:
            return Answer(request.answer, request.intent)
        if order is None:
            return Answer("Which order is it about? Please send its number.", f"{request.intent}-order")
        return Answer(request.answer.format(order=re.sub(r"\D", "", order.group())), request.intent)

    @staticmethod
    def _awaiting_order(history: Sequence[Message]) -> _Request | None:
        intent = history[-1].intent if history else None
        if not intent or not intent.endswith("-order"):
            return None
        return _by_intent.get(intent.removesuffix("-order"))


class BedrockAgent:
    """Answers with a model of Amazon Bedrock."""

    _no_answer = "I cannot answer that. Please put it in other words, or ask for a person."
    _instructions = (
        "You answer customers of an online shop about their orders: status, cancellations, returns. "
        "Be brief and polite. Ask for the number of the order when you need it. Promise nothing you cannot know."
    )

    # Two attempts and what comes after them end within the 29 seconds that API Gateway waits.
    _config = Config(connect_timeout=2, read_timeout=10, retries={"total_max_attempts": 2})

    def __init__(self, model_id: str, client: Any = None) -> None:
        self._model_id = model_id
        self._client = client or boto3.client("bedrock-runtime", config=self._config)

    def answer(self, text: str, history: Sequence[Message]) -> Answer:
        said = [*history, Message("user", text, "")]
        response = self._client.converse(
            modelId=self._model_id,
            system=[{"text": self._instructions}],
            messages=[{"role": role, "content": [{"text": text}]} for role, text in _turns(said)],
            inferenceConfig={"maxTokens": 512, "temperature": 0.2},
        )
        parts = response["output"]["message"]["content"]
        text = "".join(part.get("text", "") for part in parts).strip()
        # Without text, such as after a content filter: what has no text is no turn of a conversation for Bedrock.
        return Answer(text, "model") if text else Answer(self._no_answer, "no-answer")


def _turns(messages: Sequence[Message]) -> list[tuple[str, str]]:
    """Makes the roles alternate, beginning with the user, and leaves blank texts out: Bedrock refuses other conversations."""
    turns: list[tuple[str, str]] = []
    for message in messages:
        if not message.text.strip():
            continue
        if turns and turns[-1][0] == message.role:
            turns[-1] = (message.role, f"{turns[-1][1]}\n{message.text}")
        elif turns or message.role == "user":
            turns.append((message.role, message.text))
    return turns


def make_agent() -> Agent:
    """The agent of the settings."""
    model_id = os.environ.get("MODEL_ID")
    return BedrockAgent(model_id) if model_id else ServiceRequestAgent()
