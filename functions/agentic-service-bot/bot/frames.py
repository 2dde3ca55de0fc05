"""Frames: checks of what clients send, and the format of what they receive."""

import json
import re
from typing import Any

MAX_TEXT = 2000
"""Most characters of one message. Service requests are short, and a model is billed by length."""

MAX_HISTORY = 50
"""Most messages in one answer to `history`."""

MAX_BYTES = 120_000
"""Most bytes of messages in one answer. API Gateway refuses answers of 128 KB and more; the rest is for other fields."""

_conversation = re.compile(r"[0-9a-f]{32}")


class Refused(Exception):
    """A mistake of the client. The client receives its text as the reason."""


def parse(body: str | None, *fields: str) -> dict[str, Any]:
    """The frame as an object with `action` and at most these fields."""
    try:
        frame = json.loads(body or "")
    except (ValueError, RecursionError):
        raise Refused("expected a JSON object") from None
    if not isinstance(frame, dict):
        raise Refused("expected a JSON object")
    unknown = sorted(frame.keys() - {"action", *fields})
    if unknown:
        raise Refused(f"unknown field {unknown[0]!r}, expected {', '.join(('action', *fields))}")
    return frame


def text_of(frame: dict[str, Any]) -> str:
    text = frame.get("text")
    if not isinstance(text, str) or not text.strip():
        raise Refused("text: expected what you want to say")
    if len(text) > MAX_TEXT:
        raise Refused(f"text: expected at most {MAX_TEXT} characters, found {len(text)}")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Refused("text: expected Unicode, found half of a surrogate pair") from None
    return text.strip()


def conversation_of(frame: dict[str, Any]) -> str | None:
    """The conversation that the client names, for example of an earlier connection."""
    conversation = frame.get("conversation")
    if conversation is None:
        return None
    if not isinstance(conversation, str) or not _conversation.fullmatch(conversation):
        raise Refused("conversation: expected the id that an answer carried")
    return conversation


def limit_of(frame: dict[str, Any]) -> int:
    limit = frame.get("limit", 20)
    # In Python, True is an int.
    if not isinstance(limit, int) or isinstance(limit, bool) or not 1 <= limit <= MAX_HISTORY:
        raise Refused(f"limit: expected 1 to {MAX_HISTORY}")
    return limit


def fitting(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The newest messages that fit into one answer."""
    size = 0
    for index in range(len(messages) - 1, -1, -1):
        size += len(json.dumps(messages[index]))
        if size > MAX_BYTES:
            return messages[index + 1 :]
    return messages


def error(reason: str) -> dict[str, Any]:
    return {"type": "error", "reason": reason}
