"""Allows a connection if its token is the API key and, for browsers, if the page has an allowed origin."""

import hmac
import logging
import os
import time
from typing import Any

import boto3

log = logging.getLogger(__name__)

KEEP_SECONDS = 300
"""Seconds for which the key is cached. A replaced key is accepted for at most this time."""

DOUBT_SECONDS = 10
"""A wrong token makes the function read the key again, because it may have been replaced; at most once in this time."""


class ApiKey:
    """The API key, from Secrets Manager."""

    def __init__(self) -> None:
        self._client = boto3.client("secretsmanager")
        self._value = b""
        self._read_at = float("-inf")

    def matches(self, token: str) -> bool:
        if self._equals(token, KEEP_SECONDS):
            return True
        return self._equals(token, DOUBT_SECONDS)

    def _equals(self, token: str, keep_seconds: float) -> bool:
        if time.monotonic() - self._read_at >= keep_seconds:
            secret = self._client.get_secret_value(SecretId=os.environ["API_KEY_SECRET"])
            self._value = secret["SecretString"].strip().encode()
            self._read_at = time.monotonic()
        # An empty key would accept an empty token.
        return bool(self._value) and hmac.compare_digest(token.encode(), self._value)


_key: ApiKey | None = None


def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    global _key
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    origin = headers.get("origin")
    if not _is_ours(origin):
        return _answer(event, "Deny", f"origin {origin}")
    token = _token(headers, event.get("queryStringParameters") or {})
    if not token:
        return _answer(event, "Deny", "no token")
    _key = _key or ApiKey()
    if not _key.matches(token):
        return _answer(event, "Deny", "wrong token")
    return _answer(event, "Allow", "token")


def _is_ours(origin: str | None) -> bool:
    """Browsers send the origin of their page, which the page cannot change. Other clients send none."""
    allowed = os.environ["ALLOWED_ORIGINS"].split(",")
    return origin is None or "*" in allowed or origin in allowed


def _token(headers: dict[str, str], query: dict[str, str]) -> str | None:
    """From a header, or from the query `?token=`, because a browser cannot set headers of a WebSocket."""
    scheme, _, credentials = headers.get("authorization", "").partition(" ")
    bearer = credentials.strip() if scheme.lower() == "bearer" else None
    return headers.get("x-api-key") or bearer or query.get("token")


def _answer(event: dict[str, Any], effect: str, reason: str) -> dict[str, Any]:
    level = logging.INFO if effect == "Allow" else logging.WARNING
    source = (event["requestContext"].get("identity") or {}).get("sourceIp")
    log.log(level, "%s: %s", effect, reason, extra={"source": source})
    return {
        "principalId": "api-key",
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [{"Action": "execute-api:Invoke", "Effect": effect, "Resource": event["methodArn"]}],
        },
    }
