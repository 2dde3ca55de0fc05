"""Sends the team the counts of each day (document 001: daily summary reports)."""

import logging
import os
from datetime import date, datetime, timedelta, timezone
from typing import Any

import boto3

from bot.conversations import Conversations

log = logging.getLogger(__name__)


def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Reports yesterday (UTC), or the day of an event such as `{"day": "2026-11-27"}`."""
    day = _day(event.get("day"))
    counts = Conversations().counts(day)
    boto3.client("sns").publish(
        TopicArn=os.environ["SUMMARY_TOPIC"],
        Subject=f"Agentic Service Bot, {os.environ['ENVIRONMENT']}: {day}",
        Message=report(day, counts),
    )
    log.info("summary of %s was published", day, extra=counts)
    return {"day": day, "counts": counts}


def report(day: str, counts: dict[str, int]) -> str:
    messages, conversations = counts.get("messages", 0), counts.get("conversations", 0)
    intents = {name.removeprefix("intent "): count for name, count in counts.items() if name.startswith("intent ")}
    by_count = sorted(intents.items(), key=lambda item: (-item[1], item[0]))
    return "\n".join(
        [f"{day} (UTC)", f"conversations begun: {conversations}", f"messages answered: {messages}"]
        + [f"  {intent}: {count} ({count / messages:.0%})" for intent, count in by_count]
    )


def _day(named: str | None) -> str:
    if named is None:
        return (datetime.now(timezone.utc).date() - timedelta(days=1)).isoformat()
    return date.fromisoformat(named).isoformat()
