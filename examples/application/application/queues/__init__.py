"""The queue of the platform: SQS, Pub/Sub or Service Bus, by the form of its address."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass
class Message:
    body: str
    done: Callable[[], object]
    """Removes it from the queue."""


class Queue(Protocol):
    def send(self, body: str) -> None: ...

    def receive(self) -> Sequence[Message]:
        """Waits up to 20 seconds. A message that is not `done` comes again."""
        ...


def open_queue(address: str) -> Queue:
    if address.startswith("projects/"):
        from .pubsub import PubSub

        return PubSub(address)
    if ".servicebus." in address:
        from .service_bus import ServiceBus

        return ServiceBus(address)
    from .sqs import Sqs

    return Sqs(address)
