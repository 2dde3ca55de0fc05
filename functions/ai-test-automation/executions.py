"""Test cases and their executions in DynamoDB.

A case is one item: PK CASE#<case>, SK CASE. The executions of a case are sorted in the other table, oldest first:
PK CASE#<case>, SK EXECUTION#<unique>. The index GSI1 has them by status. The id of an execution is <case>.<unique>, so
its key follows from its id, and the next page of a list begins after it. An item with PK REQUEST#<user> and SK <key> says
which execution a repeated request has made.
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

# What lists show: all but the results, which can be 256 KB, and the place of the log.
_LISTED = (
    *("execution_id", "test_case_id", "status", "environment", "test_data", "created_at", "created_by"),
    *("finished_at", "reported_by", "analyzed_at", "analysis"),
)

MOST_PAGES = 5
"""Pages that one list reads. With a filter a page can be short or empty; a list of a few in 10,000 must not read them all."""

PAGE = 100
"""Items that DynamoDB reads for a page with a filter."""

_dynamodb = None


class AlreadyFinished(Exception):
    """The execution has its results already."""


class OtherRequest(Exception):
    """Another request had the same key."""


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


def create(test_case_id, created_by, results=None, request=None, **attributes):
    """Stores a new execution and returns it. With results it is finished.

    `request` is the key of the user's request and a digest of its content: a repeated request returns what the first one
    stored, and raises OtherRequest if its content differs.
    """
    execution_id = f"{test_case_id}.{_unique()}"
    status = "queued" if results is None else status_of(results)
    finished = {} if results is None else {"results": results, "finished_at": now(), "reported_by": created_by}
    item = {
        **_key(execution_id),
        **_by_status(status, execution_id),
        "execution_id": execution_id,
        "test_case_id": test_case_id,
        "status": status,
        "created_at": now(),
        "created_by": created_by,
        **attributes,
        **finished,
    }
    if request is None:
        _executions().put_item(Item=item, ConditionExpression=Attr("PK").not_exists())
        return _public(item)
    key, digest = request
    made = {"PK": f"REQUEST#{created_by}", "SK": key, "digest": digest, "execution_id": execution_id}
    table = _executions()
    new = {"TableName": table.name, "ConditionExpression": "attribute_not_exists(PK)"}
    try:
        table.meta.client.transact_write_items(TransactItems=[{"Put": {**new, "Item": it}} for it in (made, item)])
    except table.meta.client.exceptions.TransactionCanceledException:
        earlier = table.get_item(Key={"PK": made["PK"], "SK": key}, ConsistentRead=True).get("Item")
        if earlier is None:
            raise
        if earlier["digest"] != digest:
            raise OtherRequest(key) from None
        return read(earlier["execution_id"])
    return _public(item)


def read(execution_id, owner=None):
    """An execution, or None. With an owner: None for those that another user created."""
    item = _executions().get_item(Key=_key(execution_id), ConsistentRead=True).get("Item")
    if item is None or (owner is not None and item.get("created_by") != owner):
        return None
    return _public(item)


def change(execution_id, status, owner=None, **attributes):
    """Gives an open execution a new status and new attributes.

    Raises AlreadyFinished if it has its results, LookupError if it does not exist or, with an owner, another user created it.
    """
    changes = {**attributes, **_by_status(status, execution_id), "status": status}
    names = {f"#{index}": name for index, name in enumerate(changes)}
    values = {f":{index}": value for index, value in enumerate(changes.values())}
    if owner is not None:
        values[":owner"] = owner
    try:
        changed = _executions().update_item(
            Key=_key(execution_id),
            UpdateExpression="SET " + ", ".join(f"#{index} = :{index}" for index in range(len(changes))),
            ConditionExpression="#status IN (:queued, :running)" + ("" if owner is None else " AND created_by = :owner"),
            ExpressionAttributeNames={**names, "#status": "status"},
            ExpressionAttributeValues={**values, ":queued": "queued", ":running": "running"},
            ReturnValues="ALL_NEW",
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        require_open(execution_id, owner)
        raise AlreadyFinished(execution_id) from None
    return _public(changed["Attributes"])


def require_open(execution_id, owner=None):
    """Raises the same errors as `change`."""
    execution = read(execution_id, owner)
    if execution is None:
        raise LookupError(execution_id)
    if execution["status"] not in OPEN:
        raise AlreadyFinished(execution_id)


def find(test_case_id=None, status=None, owner=None, limit=20, after=None):
    """Executions of a case or with a status, newest first, without their results; with an owner, those that this user created.

    Also returns the id after which the next page begins, None after the last one. A page may be short, even empty, and have
    a next one: at most MOST_PAGES times PAGE executions are looked at.
    """
    start = after and _key(after)
    filters = []
    if test_case_id:
        query = {"KeyConditionExpression": Key("PK").eq(f"CASE#{test_case_id}") & Key("SK").begins_with("EXECUTION#")}
        filters += [Attr("status").eq(status)] if status else []
    else:
        query = {"IndexName": "GSI1", "KeyConditionExpression": Key("GSI1PK").eq(f"STATUS#{status}")}
        start = start and {**start, **_by_status(status, after)}
    filters += [Attr("created_by").eq(owner)] if owner is not None else []
    if filters:
        query["FilterExpression"] = filters[0] if len(filters) == 1 else filters[0] & filters[1]
    names = {f"#{index}": name for index, name in enumerate(_LISTED)}
    query |= {"ProjectionExpression": ", ".join(names), "ExpressionAttributeNames": names}
    found = []
    for _ in range(MOST_PAGES):
        # DynamoDB's limit counts what it reads, before the filter. Results count, too: a page ends after 1 MB.
        page = _executions().query(
            **query,
            ScanIndexForward=False,
            Limit=PAGE if filters else limit + 1,
            **({"ExclusiveStartKey": start} if start else {}),
        )
        found += page["Items"]
        start = page.get("LastEvaluatedKey")
        if len(found) > limit:
            return found[:limit], found[limit - 1]["execution_id"]
        if not start:
            return found, None
    return found, f"{start['PK'].removeprefix('CASE#')}.{start['SK'].removeprefix('EXECUTION#')}"


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
