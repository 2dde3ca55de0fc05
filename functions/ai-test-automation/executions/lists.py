"""Lists executions, newest first."""

from boto3.dynamodb.conditions import Attr, Key

from executions import items

# What lists show: all but the results, which can be 256 KB, and the place of the log.
_LISTED = (
    *("execution_id", "test_case_id", "status", "environment", "test_data", "created_at", "created_by"),
    *("finished_at", "reported_by", "analyzed_at", "analysis"),
)

MOST_PAGES = 5
"""Pages that one list reads. With a filter a page can be short or empty; a list of a few in 10,000 must not read them all."""

PAGE = 100
"""Items that DynamoDB reads for a page with a filter."""


def find(test_case_id=None, status=None, owner=None, limit=20, after=None):
    """Executions of a case or with a status, newest first, without their results; with an owner, those that this user created.

    Also returns the id after which the next page begins, None after the last one. A page may be short, even empty, and have
    a next one: at most MOST_PAGES times PAGE executions are looked at.
    """
    start = after and items.key(after)
    filters = []
    if test_case_id:
        query = {"KeyConditionExpression": Key("PK").eq(f"CASE#{test_case_id}") & Key("SK").begins_with("EXECUTION#")}
        filters += [Attr("status").eq(status)] if status else []
    else:
        query = {"IndexName": "GSI1", "KeyConditionExpression": Key("GSI1PK").eq(f"STATUS#{status}")}
        start = start and {**start, **items.by_status(status, after)}
    filters += [Attr("created_by").eq(owner)] if owner is not None else []
    if filters:
        query["FilterExpression"] = filters[0] if len(filters) == 1 else filters[0] & filters[1]
    names = {f"#{index}": name for index, name in enumerate(_LISTED)}
    query |= {"ProjectionExpression": ", ".join(names), "ExpressionAttributeNames": names}
    found = []
    for _ in range(MOST_PAGES):
        # DynamoDB's limit counts what it reads, before the filter. Results count, too: a page ends after 1 MB.
        page = items.executions().query(
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
