"""The API of test executions: start, report, read and list."""

import hashlib
import json
import logging
import os

import callers
import objects
import validation
from executions import changes, creation, items, lists, reading
from validation import Refused

log = logging.getLogger(__name__)
log.setLevel(os.environ.get("AWS_LAMBDA_LOG_LEVEL", "INFO"))

MOST_LISTED_BYTES = 4_000_000
"""Bytes of executions in one answer. Lambda's answers have at most 6 MB, in which the body's quotes are escaped once more."""


def lambda_handler(event, context):
    route = f"{event['httpMethod']} {event['resource']}"
    try:
        status, body = ROUTES[route](event)
    except Refused as refusal:
        log.info("refused", extra={"route": route, "status": refusal.status, "reason": refusal.reason})
        status, body = refusal.status, {"message": refusal.reason}
    headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
    if os.environ.get("CORS_ORIGIN"):
        headers["Access-Control-Allow-Origin"] = os.environ["CORS_ORIGIN"]
    # DynamoDB returns decimals; all numbers here are whole.
    return {"statusCode": status, "headers": headers, "body": _json(body)}


def start(event):
    """POST: starts an execution, for which a runner reports later; or stores one that has run, with its results."""
    wanted = validation.new_execution(event)
    case = reading.case(wanted["test_case_id"])
    if case is None:
        raise Refused(404, f"there is no test case {wanted['test_case_id']}")
    if case.get("status") == "retired":
        raise Refused(409, f"the test case {wanted['test_case_id']} is retired")
    if wanted["test_data"] and not objects.exists(wanted["test_data"]):
        raise Refused(400, f"there is no test data {wanted['test_data']}")
    content = {key: value for key, value in wanted.items() if value is not None}
    key = validation.idempotency_key(event)
    request = key and (key, hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest())
    try:
        execution = creation.create(**content, created_by=callers.caller(event), request=request)
    except creation.OtherRequest:
        raise Refused(409, f"the Idempotency-Key {key} belongs to another request: use a new one") from None
    except creation.StillStored:
        raise Refused(409, f"a request with the Idempotency-Key {key} is not over: repeat this one") from None
    log.info("stored", extra={"execution": execution["execution_id"], "status": execution["status"]})
    return 201, execution


def report(event):
    """PATCH: reports that the execution runs, or its results, which finish it."""
    execution_id = validation.execution_id(event["pathParameters"]["id"])
    reported = validation.report(event)
    owner = callers.owner(event)
    new = {"status": reported["status"], "reported_by": callers.caller(event)}
    if reported["results"]:
        new |= {
            "status": creation.status_of(reported["results"]),
            "results": reported["results"],
            "finished_at": items.now(),
        }
    try:
        if reported["log"]:
            # Stored before the execution refers to it, and only for an open execution.
            changes.require_open(execution_id, owner)
            new["log_key"] = objects.keep_log(execution_id, reported["log"])
        execution = changes.change(execution_id, owner=owner, **new)
    except LookupError:
        raise Refused(404, f"there is no execution {execution_id}") from None
    except changes.AlreadyFinished:
        raise Refused(409, f"the execution {execution_id} has its results already") from None
    log.info("reported", extra={"execution": execution_id, "status": execution["status"]})
    return 200, execution


def show(event):
    """GET of one execution, with a link to its log that is valid for five minutes."""
    execution_id = validation.execution_id(event["pathParameters"]["id"])
    execution = reading.read(execution_id, callers.owner(event))
    if execution is None:
        raise Refused(404, f"there is no execution {execution_id}")
    if "log_key" in execution:
        execution["log_url"] = objects.link(execution.pop("log_key"))
    return 200, execution


def find(event):
    """GET of a list: the executions of a case or with a status that the caller may read, newest first."""
    found, after = lists.find(**validation.search(event), owner=callers.owner(event))
    size = 0
    for index, execution in enumerate(found):
        size += len(json.dumps(_json(execution), ensure_ascii=False).encode())
        if size > MOST_LISTED_BYTES and index > 0:
            return 200, {"executions": found[:index], "next": found[index - 1]["execution_id"]}
    return 200, {"executions": found, "next": after}


ROUTES = {
    "POST /test-execution": start,
    "GET /test-execution": find,
    "GET /test-execution/{id}": show,
    "PATCH /test-execution/{id}": report,
}


def _json(value):
    # DynamoDB returns decimals; all numbers here are whole. Texts stay in UTF-8: escaped they could be three times as long.
    return json.dumps(value, default=int, ensure_ascii=False)
