"""Messages of conversations, and counts for each day."""

import logging
import os
import time
import uuid
from collections.abc import Sequence
from datetime import datetime, timezone
from typing import Any

import boto3
from boto3.dynamodb.conditions import Key
from botocore.exceptions import ClientError

from bot.agent import Message

log = logging.getLogger(__name__)


class Conversations:
    """The table of conversations: messages by conversation and time, and one item of counts for each day (UTC)."""

    def __init__(self) -> None:
        self._table = boto3.resource("dynamodb").Table(os.environ["CONVERSATIONS_TABLE"])

    def last(self, conversation: str, limit: int) -> list[Message]:
        """The last messages, oldest first."""
        items = self._table.query(
            KeyConditionExpression=Key("PK").eq(f"CONVERSATION#{conversation}"),
            ScanIndexForward=False,
            Limit=limit,
            ConsistentRead=True,
        )["Items"]
        return [
            Message(item["role"], item["text"], item["at"], item.get("intent"))
            for item in reversed(items)
            if item["expires_at"] > time.time()
        ]

    def append(self, conversation: str, messages: Sequence[Message]) -> None:
        """Stores all of the messages or none."""
        expires_at = int(time.time()) + int(os.environ["CONVERSATION_TTL_SECONDS"])
        turn = uuid.uuid4().hex[:8]
        puts = [
            {
                "Put": {
                    "TableName": self._table.name,
                    "Item": {
                        "PK": f"CONVERSATION#{conversation}",
                        "SK": f"MESSAGE#{message.at}#{turn}#{index}",
                        "role": message.role,
                        "text": message.text,
                        "at": message.at,
                        "expires_at": expires_at,
                        **({"intent": message.intent} if message.intent else {}),
                    },
                }
            }
            for index, message in enumerate(messages)
        ]
        self._table.meta.client.transact_write_items(TransactItems=puts)

    def count(self, at: str, intent: str, is_new: bool) -> None:
        """Counts one message for its day. Not in the transaction of the messages: transactions on one item would conflict."""
        try:
            self._table.update_item(
                Key={"PK": f"DAY#{at[:10]}", "SK": "COUNTS"},
                UpdateExpression="ADD messages :one, conversations :new, #intent :one SET expires_at = :expires",
                ExpressionAttributeNames={"#intent": f"intent {intent}"},
                ExpressionAttributeValues={
                    ":one": 1,
                    ":new": int(is_new),
                    ":expires": int(time.time()) + int(os.environ["CONVERSATION_TTL_SECONDS"]),
                },
            )
        except ClientError:
            # The message is stored, so the client gets no error for a missing count.
            log.exception("a message was not counted", extra={"day": at[:10]})

    def counts(self, day: str) -> dict[str, Any]:
        """The counts of a day such as 2026-11-27: `messages`, `conversations`, and `intent <name>` for each intent."""
        item = self._table.get_item(Key={"PK": f"DAY#{day}", "SK": "COUNTS"}).get("Item", {})
        return {name: int(value) for name, value in item.items() if name not in ("PK", "SK", "expires_at")}


def now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="microseconds")
