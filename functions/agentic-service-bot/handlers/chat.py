"""`message`, `history` and `$default`: answers the frames of a client on its connection."""

import logging
from dataclasses import asdict
from typing import Any

from bot import frames
from bot.agent import Agent, Message, make_agent
from bot.connections import Connection, Connections, Sender
from bot.conversations import Conversations, now
from bot.frames import Refused

log = logging.getLogger(__name__)

REMEMBERED = 20
"""Earlier messages that an agent gets."""


class Chat:
    def __init__(self, agent: Agent, connections: Connections, conversations: Conversations, sender: Sender) -> None:
        self._agent = agent
        self._connections = connections
        self._conversations = conversations
        self._sender = sender
        self._routes = {"message": self._message, "history": self._history}

    def handle(self, connection_id: str, route: str, body: str | None) -> None:
        """Answers one frame. The answer to a client's mistake is the reason, and nothing is stored."""
        try:
            answer = self._answer(connection_id, route, body)
        except Refused as refused:
            log.warning("refused: %s", refused, extra={"connection": connection_id, "route": route})
            answer = frames.error(str(refused))
        self._sender.send(connection_id, answer)

    def _answer(self, connection_id: str, route: str, body: str | None) -> dict[str, Any]:
        if route not in self._routes:
            raise Refused(f"action: expected {' or '.join(self._routes)}")
        connection = self._connections.find(connection_id)
        if connection is None:
            raise Refused("this connection is not known any more: connect again")
        return self._routes[route](connection, body)

    def _message(self, connection: Connection, body: str | None) -> dict[str, Any]:
        frame = frames.parse(body, "text", "conversation")
        text = frames.text_of(frame)
        named = frames.conversation_of(frame)
        conversation = named or connection.conversation
        history = self._conversations.last(conversation, REMEMBERED)
        if named and not history and named != connection.conversation:
            raise Refused("conversation: there is none of this id")

        question = Message("user", text, now())
        answer = self._agent.answer(text, history)
        answered = Message("assistant", answer.text, now(), answer.intent)
        self._conversations.append(conversation, [question, answered])
        self._conversations.count(question.at, answer.intent, is_new=not history)
        log.info("answered", extra={"connection": connection.connection_id, "intent": answer.intent})
        return {"type": "answer", "conversation": conversation, **asdict(answered)}

    def _history(self, connection: Connection, body: str | None) -> dict[str, Any]:
        frame = frames.parse(body, "conversation", "limit")
        conversation = frames.conversation_of(frame) or connection.conversation
        messages = [asdict(message) for message in self._conversations.last(conversation, frames.limit_of(frame))]
        return {"type": "history", "conversation": conversation, "messages": frames.fitting(messages)}


_chat: Chat | None = None


def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    global _chat
    if _chat is None:
        connections = Connections()
        _chat = Chat(make_agent(), connections, Conversations(), Sender(connections))
    request = event["requestContext"]
    _chat.handle(request["connectionId"], request["routeKey"], event.get("body"))
    return {"statusCode": 200}
