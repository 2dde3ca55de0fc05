"""Stores new executions: one for each request, also for one that is repeated."""

import secrets
import time

from boto3.dynamodb.conditions import Attr

from executions import items, reading

WAITS = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between the looks at a request with the same key that is not over. A transaction takes some milliseconds."""


class OtherRequest(Exception):
    """Another request had the same key."""


class StillStored(Exception):
    """A request with the same key is not over."""


def status_of(results):
    """The status of an execution with these results. If all steps were skipped, it passed."""
    return "failed" if any(result["status"] == "failed" for result in results) else "passed"


def create(test_case_id, created_by, results=None, request=None, **attributes):
    """Stores a new execution and returns it. With results it is finished.

    `request` is the key of the user's request and a digest of its content: a repeated request returns what the first one
    stored, also when both come at the same moment. Raises OtherRequest if its content differs, StillStored if the first one
    is not over after some waits.
    """
    execution_id = f"{test_case_id}.{_unique()}"
    status = "queued" if results is None else status_of(results)
    finished = {} if results is None else {"results": results, "finished_at": items.now(), "reported_by": created_by}
    item = {
        **items.key(execution_id),
        **items.by_status(status, execution_id),
        "execution_id": execution_id,
        "test_case_id": test_case_id,
        "status": status,
        "created_at": items.now(),
        "created_by": created_by,
        **attributes,
        **finished,
    }
    if request is None:
        items.executions().put_item(Item=item, ConditionExpression=Attr("PK").not_exists())
        return items.public(item)
    key, digest = request
    made = {"PK": f"REQUEST#{created_by}", "SK": key, "digest": digest, "execution_id": execution_id}
    for wait in (*WAITS, None):
        if _put_both(made, item):
            return items.public(item)
        if earlier := _earlier(made):
            return earlier
        if wait is not None:
            time.sleep(wait)
    raise StillStored(key)


def _unique():
    """A unique text; texts sort by the time when they were made."""
    return f"{time.time_ns() // 1_000_000:012x}{secrets.token_hex(10)}"


def _put_both(made, item):
    """Stores the key of a request and its execution. Returns False if the key is there, or another request is storing it."""
    table = items.executions()
    new = {"TableName": table.name, "ConditionExpression": "attribute_not_exists(PK)"}
    client = table.meta.client
    try:
        client.transact_write_items(TransactItems=[{"Put": {**new, "Item": it}} for it in (made, item)])
    except client.exceptions.TransactionCanceledException as cancelled:
        of_key, *others = [reason.get("Code") for reason in cancelled.response.get("CancellationReasons", [{}])]
        # Of two transactions on one item at the same moment, DynamoDB cancels at least one, and perhaps both.
        if of_key in ("ConditionalCheckFailed", "TransactionConflict") and set(others) <= {
            "None",
            "TransactionConflict",
        }:
            return False
        raise
    return True


def _earlier(made):
    """What the request with the same key has stored. None as long as it has not: DynamoDB may show the key before the execution."""
    key = {"PK": made["PK"], "SK": made["SK"]}
    earlier = items.executions().get_item(Key=key, ConsistentRead=True).get("Item")
    if earlier is None:
        return None
    if earlier["digest"] != made["digest"]:
        raise OtherRequest(made["SK"])
    return reading.read(earlier["execution_id"])
