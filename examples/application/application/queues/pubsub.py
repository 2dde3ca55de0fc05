"""Google Pub/Sub over its REST API: a topic takes messages, a subscription gives them."""

import base64
import json
import os
import urllib.request
from functools import partial

from .. import identity
from . import Message


class PubSub:
    """`address` is `projects/<project>/topics/<name>`, or `…/subscriptions/<name>`."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._endpoint = os.environ.get("PUBSUB_ENDPOINT", "https://pubsub.googleapis.com")

    def send(self, body: str) -> None:
        data = base64.b64encode(body.encode()).decode()
        self._call("publish", {"messages": [{"data": data}]})

    def receive(self) -> list[Message]:
        answer = self._call("pull", {"maxMessages": 10})
        return [
            Message(
                base64.b64decode(it["message"].get("data", "")).decode(),
                partial(self._call, "acknowledge", {"ackIds": [it["ackId"]]}),
            )
            for it in answer.get("receivedMessages", [])
        ]

    def _call(self, action: str, body: dict) -> dict:
        headers = {"Authorization": f"Bearer {identity.google()}", "Content-Type": "application/json"}
        request = urllib.request.Request(
            f"{self._endpoint}/v1/{self._address}:{action}", json.dumps(body).encode(), headers
        )
        with urllib.request.urlopen(request, timeout=100) as answer:
            return json.loads(answer.read() or b"{}")
