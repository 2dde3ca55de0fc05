"""`$connect`: stores the connection and begins its conversation."""

import hashlib
import logging
import uuid
from typing import Any

from bot.connections import Connection, Connections

log = logging.getLogger(__name__)


def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    request = event["requestContext"]
    connection = Connection(request["connectionId"], uuid.uuid4().hex)
    Connections().add(connection, request["identity"]["sourceIp"])
    # Who knows the conversation's id can read it: the log, which many may read for a year, gets a digest to compare with.
    digest = hashlib.sha256(connection.conversation.encode()).hexdigest()[:16]
    log.info("connected", extra={"connection": connection.connection_id, "conversation_digest": digest})
    return {"statusCode": 200}
