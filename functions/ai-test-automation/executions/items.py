"""The items of executions: their tables, keys and statuses."""

import os
from datetime import datetime, timezone

import boto3

OPEN = ("queued", "running")
FINISHED = ("passed", "failed")
STATUSES = OPEN + FINISHED

# Key attributes, which no caller sees.
_KEYS = ("PK", "SK", "GSI1PK", "GSI1SK")

_dynamodb = None


def table(variable):
    """The table that an environment variable names."""
    global _dynamodb
    if _dynamodb is None:
        _dynamodb = boto3.resource("dynamodb")
    return _dynamodb.Table(os.environ[variable])


def executions():
    """The table of executions."""
    return table("TEST_EXECUTIONS_TABLE")


def now():
    """The time in UTC, as text."""
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds")


def key(execution_id):
    """The key of an execution."""
    case, _, unique = execution_id.rpartition(".")
    return {"PK": f"CASE#{case}", "SK": f"EXECUTION#{unique}"}


def by_status(status, execution_id):
    """The key of an execution in the index, which changes with its status."""
    return {"GSI1PK": f"STATUS#{status}", "GSI1SK": execution_id.rpartition(".")[2]}


def public(item):
    """An execution as callers see it."""
    return {name: value for name, value in item.items() if name not in _KEYS}
