"""Azure Service Bus over its REST API: a message is locked until it is done."""

import urllib.request

from .. import identity
from . import Message


class ServiceBus:
    """`address` is `https://<namespace>.servicebus.windows.net/<queue>`."""

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")

    def send(self, body: str) -> None:
        self._call("POST", f"{self._address}/messages", body.encode())

    def receive(self) -> list[Message]:
        status, location, body = self._call("POST", f"{self._address}/messages/head?timeout=20", b"")
        if status == 204:
            return []
        return [Message(body.decode(), lambda: self._call("DELETE", location, None))]

    def _call(self, method: str, url: str, body: bytes | None) -> tuple[int, str, bytes]:
        headers = {"Authorization": f"Bearer {identity.azure('https://servicebus.azure.net')}"}
        request = urllib.request.Request(url, body, headers, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers.get("Location", ""), answer.read()
