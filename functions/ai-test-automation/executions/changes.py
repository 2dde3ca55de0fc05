"""Changes executions: their status and results, and once their analysis."""

from botocore.exceptions import ClientError

from executions import items, reading


class AlreadyFinished(Exception):
    """The execution has its results already."""


def change(execution_id, status, owner=None, **attributes):
    """Gives an open execution a new status and new attributes.

    Raises AlreadyFinished if it has its results, LookupError if it does not exist or, with an owner, another user created it.
    """
    changes = {**attributes, **items.by_status(status, execution_id), "status": status}
    names = {f"#{index}": name for index, name in enumerate(changes)}
    values = {f":{index}": value for index, value in enumerate(changes.values())}
    if owner is not None:
        values[":owner"] = owner
    try:
        changed = items.executions().update_item(
            Key=items.key(execution_id),
            UpdateExpression="SET " + ", ".join(f"#{index} = :{index}" for index in range(len(changes))),
            ConditionExpression="#status IN (:queued, :running)"
            + ("" if owner is None else " AND created_by = :owner"),
            ExpressionAttributeNames={**names, "#status": "status"},
            ExpressionAttributeValues={**values, ":queued": "queued", ":running": "running"},
            ReturnValues="ALL_NEW",
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        require_open(execution_id, owner)
        raise AlreadyFinished(execution_id) from None
    return items.public(changed["Attributes"])


def require_open(execution_id, owner=None):
    """Raises the same errors as `change`."""
    execution = reading.read(execution_id, owner)
    if execution is None:
        raise LookupError(execution_id)
    if execution["status"] not in items.OPEN:
        raise AlreadyFinished(execution_id)


def analyze(execution_id, analysis):
    """Adds an analysis to its execution, once. Returns False if it has one already."""
    try:
        items.executions().update_item(
            Key=items.key(execution_id),
            UpdateExpression="SET analysis = :analysis, analyzed_at = :now",
            ConditionExpression="attribute_exists(PK) AND attribute_not_exists(analyzed_at)",
            ExpressionAttributeValues={":analysis": analysis, ":now": items.now()},
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        return False
    return True
