"""Test cases and their executions in DynamoDB.

A case is one item: PK CASE#<case>, SK CASE. The executions of a case are sorted in the other table, oldest first:
PK CASE#<case>, SK EXECUTION#<unique>. The index GSI1 has them by status. The id of an execution is <case>.<unique>, so
its key follows from its id, and the next page of a list begins after it.
"""

import os
import secrets
import time
from datetime import datetime, timezone

import boto3
from boto3.dynamodb.conditions import Attr, Key
from botocore.exceptions import ClientError

OPEN = ("queued", "running")
FINISHED = ("passed", "failed")
STATUSES = OPEN + FINISHED

# Key attributes, used only in this file.
_KEYS = ("PK", "SK", "GSI1PK", "GSI1SK")

_dynamodb = None


class AlreadyFinished(Exception):
    """The execution has its results already."""


def _table(variable):
    global _dynamodb
    if _dynamodb is None:
        _dynamodb = boto3.resource("dynamodb")
    return _dynamodb.Table(os.environ[variable])


def _executions():
    return _table("TEST_EXECUTIONS_TABLE")


def now():
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds")


def _unique():
    """A unique text; texts sort by the time when they were made."""
    return f"{time.time_ns() // 1_000_000:012x}{secrets.token_hex(10)}"


def _key(execution_id):
    case, _, unique = execution_id.rpartition(".")
    return {"PK": f"CASE#{case}", "SK": f"EXECUTION#{unique}"}


def _by_status(status, execution_id):
    return {"GSI1PK": f"STATUS#{status}", "GSI1SK": execution_id.rpartition(".")[2]}


def _public(item):
    return {name: value for name, value in item.items() if name not in _KEYS}


def case(test_case_id):
    """A test case, or None."""
    found = _table("TEST_CASES_TABLE").get_item(Key={"PK": f"CASE#{test_case_id}", "SK": "CASE"})
    return found.get("Item")


def status_of(results):
    """The status of an execution with these results. If all steps were skipped, it passed."""
    return "failed" if any(result["status"] == "failed" for result in results) else "passed"


def create(test_case_id, results=None, **attributes):
    """Stores a new execution and returns it. With results it is finished."""
    execution_id = f"{test_case_id}.{_unique()}"
    status = "queued" if results is None else status_of(results)
    finished = {} if results is None else {"results": results, "finished_at": now()}
    item = {
        **_key(execution_id),
        **_by_status(status, execution_id),
        "execution_id": execution_id,
        "test_case_id": test_case_id,
        "status": status,
        "created_at": now(),
        **attributes,
        **finished,
    }
    _executions().put_item(Item=item, ConditionExpression=Attr("PK").not_exists())
    return _public(item)


def read(execution_id):
    """An execution, or None."""
    item = _executions().get_item(Key=_key(execution_id), ConsistentRead=True).get("Item")
    return item and _public(item)


def change(execution_id, status, **attributes):
    """Gives an open execution a new status and new attributes.

    Raises AlreadyFinished if it has its results, LookupError if it does not exist.
    """
    changes = {**attributes, **_by_status(status, execution_id), "status": status}
    names = {f"#{index}": name for index, name in enumerate(changes)}
    values = {f":{index}": value for index, value in enumerate(changes.values())}
    try:
        changed = _executions().update_item(
            Key=_key(execution_id),
            UpdateExpression="SET " + ", ".join(f"#{index} = :{index}" for index in range(len(changes))),
            ConditionExpression="#status IN (:queued, :running)",
            ExpressionAttributeNames={**names, "#status": "status"},
            ExpressionAttributeValues={**values, ":queued": "queued", ":running": "running"},
            ReturnValues="ALL_NEW",
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        require_open(execution_id)
        raise AlreadyFinished(execution_id) from None
    return _public(changed["Attributes"])


def require_open(execution_id):
    """Raises the same errors as `change`."""
    execution = read(execution_id)
    if execution is None:
        raise LookupError(execution_id)
    if execution["status"] not in OPEN:
        raise AlreadyFinished(execution_id)


def find(test_case_id=None, status=None, limit=20, after=None):
    """Executions of a case or with a status, newest first, and the last id of the page (None for the last page)."""
    start = after and _key(after)
    if test_case_id:
        query = {"KeyConditionExpression": Key("PK").eq(f"CASE#{test_case_id}") & Key("SK").begins_with("EXECUTION#")}
        if status:
            query["FilterExpression"] = Attr("status").eq(status)
    else:
        query = {"IndexName": "GSI1", "KeyConditionExpression": Key("GSI1PK").eq(f"STATUS#{status}")}
        start = start and {**start, **_by_status(status, after)}
    found = []
    # DynamoDB filters after reading, so a page can be short or empty.
    while len(found) <= limit:
        page = _executions().query(
            **query, ScanIndexForward=False, Limit=limit + 1, **({"ExclusiveStartKey": start} if start else {})
        )
        found += [_public(item) for item in page["Items"]]
        start = page.get("LastEvaluatedKey")
        if not start:
            break
    executions = found[:limit]
    return executions, executions[-1]["execution_id"] if len(found) > limit else None


def analyze(execution_id, analysis):
    """Adds an analysis to its execution, once. Returns False if it has one already."""
    try:
        _executions().update_item(
            Key=_key(execution_id),
            UpdateExpression="SET analysis = :analysis, analyzed_at = :now",
            ConditionExpression="attribute_exists(PK) AND attribute_not_exists(analyzed_at)",
            ExpressionAttributeValues={":analysis": analysis, ":now": now()},
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        return False
    return True
