"""`$connect`: stores the connection and begins its conversation."""

import logging
import uuid
from typing import Any

from bot.connections import Connection, Connections

log = logging.getLogger(__name__)


def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    request = event["requestContext"]
    connection = Connection(request["connectionId"], uuid.uuid4().hex)
    Connections().add(connection, request["identity"]["sourceIp"])
    log.info("connected", extra={"connection": connection.connection_id, "conversation": connection.conversation})
    return {"statusCode": 200}
