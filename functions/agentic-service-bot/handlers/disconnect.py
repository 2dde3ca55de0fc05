"""`$disconnect`: deletes the connection. The conversation stays and can be continued."""

import logging
from typing import Any

from bot.connections import Connections

log = logging.getLogger(__name__)


def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    request = event["requestContext"]
    Connections().remove(request["connectionId"])
    log.info(
        "disconnected",
        extra={"connection": request["connectionId"], "status": request.get("disconnectStatusCode")},
    )
    return {"statusCode": 200}
