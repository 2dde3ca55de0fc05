"""Open connections, and sending messages to them."""

import json
import logging
import os
import time
from dataclasses import dataclass
from typing import Any

import boto3

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Connection:
    connection_id: str
    conversation: str


class Connections:
    """The table of connections. Each item expires."""

    def __init__(self) -> None:
        self._table = boto3.resource("dynamodb").Table(os.environ["CONNECTIONS_TABLE"])

    def add(self, connection: Connection, source_ip: str) -> None:
        now = int(time.time())
        self._table.put_item(
            Item={
                "connection_id": connection.connection_id,
                "conversation": connection.conversation,
                "source_ip": source_ip,
                "connected_at": now,
                "expires_at": now + int(os.environ["CONNECTION_TTL_SECONDS"]),
            }
        )

    def find(self, connection_id: str) -> Connection | None:
        item = self._table.get_item(Key={"connection_id": connection_id}, ConsistentRead=True).get("Item")
        # DynamoDB deletes expired items within days, not at once.
        if item is None or item["expires_at"] <= time.time():
            return None
        return Connection(connection_id, item["conversation"])

    def remove(self, connection_id: str) -> None:
        self._table.delete_item(Key={"connection_id": connection_id})


class Sender:
    """Sends messages to clients through the API, and deletes connections that are gone."""

    def __init__(self, connections: Connections, client: Any = None) -> None:
        self._connections = connections
        self._client = client or boto3.client("apigatewaymanagementapi", endpoint_url=os.environ["CONNECTIONS_URL"])

    def send(self, connection_id: str, frame: dict[str, Any]) -> bool:
        """Returns False if the connection is gone."""
        try:
            self._client.post_to_connection(ConnectionId=connection_id, Data=json.dumps(frame).encode())
        except self._client.exceptions.GoneException:
            # `$disconnect` is best effort (API Gateway developer guide): a lost connection is noticed here.
            self._connections.remove(connection_id)
            log.info("connection is gone", extra={"connection": connection_id})
            return False
        return True
