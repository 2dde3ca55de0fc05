"""The API of test executions: start one, report how it went, read one, list them."""

import json
import logging
import os
import secrets

import boto3
from botocore.exceptions import ClientError

import executions
import validation
from validation import Refused

log = logging.getLogger(__name__)
log.setLevel(os.environ.get("AWS_LAMBDA_LOG_LEVEL", "INFO"))

LINK_SECONDS = 300

_s3 = None


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
    # DynamoDB's numbers are decimals; ours are whole.
    return {"statusCode": status, "headers": headers, "body": json.dumps(body, default=int)}


def start(event):
    """POST: an execution of a test case, which a runner then reports on; or one that has run already, with its results."""
    wanted = validation.new_execution(event)
    case = executions.case(wanted["test_case_id"])
    if case is None:
        raise Refused(404, f"there is no test case {wanted['test_case_id']}")
    if case.get("status") == "retired":
        raise Refused(409, f"the test case {wanted['test_case_id']} is retired")
    if wanted["test_data"] and not _object_exists(wanted["test_data"]):
        raise Refused(400, f"there is no test data {wanted['test_data']}")
    execution = executions.create(
        **{key: value for key, value in wanted.items() if value is not None}, created_by=_caller(event)
    )
    log.info("stored", extra={"execution": execution["execution_id"], "status": execution["status"]})
    return 201, execution


def report(event):
    """PATCH: that it runs, or its results, with which it is finished."""
    execution_id = validation.execution_id(event["pathParameters"]["id"])
    told = validation.report(event)
    changes = {"status": told["status"]}
    if told["results"]:
        changes = {
            "status": executions.status_of(told["results"]),
            "results": told["results"],
            "finished_at": executions.now(),
        }
    try:
        if told["log"]:
            # Before the execution names it, but never for one that takes no more.
            executions.require_open(execution_id)
            changes["log_key"] = _keep(execution_id, told["log"])
        execution = executions.change(execution_id, **changes)
    except LookupError:
        raise Refused(404, f"there is no execution {execution_id}") from None
    except executions.AlreadyFinished:
        raise Refused(409, f"the execution {execution_id} has its results already") from None
    log.info("reported", extra={"execution": execution_id, "status": execution["status"]})
    return 200, execution


def show(event):
    """GET of one, with a link to its log that works for five minutes."""
    execution_id = validation.execution_id(event["pathParameters"]["id"])
    execution = executions.read(execution_id)
    if execution is None:
        raise Refused(404, f"there is no execution {execution_id}")
    if "log_key" in execution:
        key = {"Bucket": os.environ["TEST_DATA_BUCKET"], "Key": execution.pop("log_key")}
        execution["log_url"] = _client().generate_presigned_url("get_object", Params=key, ExpiresIn=LINK_SECONDS)
    return 200, execution


def find(event):
    """GET of many: a case's, or those with a status, the newest first."""
    found, after = executions.find(**validation.search(event))
    return 200, {"executions": [_without_details(execution) for execution in found], "next": after}


ROUTES = {
    "POST /test-execution": start,
    "GET /test-execution": find,
    "GET /test-execution/{id}": show,
    "PATCH /test-execution/{id}": report,
}


def _without_details(execution):
    return {key: value for key, value in execution.items() if key not in ("results", "log_key")}


def _caller(event):
    """Who the authorizer says it is."""
    claims = event.get("requestContext", {}).get("authorizer", {}).get("claims", {})
    return claims.get("sub", "unknown")


def _client():
    global _s3
    if _s3 is None:
        _s3 = boto3.client("s3")
    return _s3


def _object_exists(key):
    try:
        _client().head_object(Bucket=os.environ["TEST_DATA_BUCKET"], Key=key)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
            raise
        return False
    return True


def _keep(execution_id, text):
    # Of two reports at once one is refused, and must not replace what the other kept.
    key = f"logs/{execution_id}/{secrets.token_hex(4)}.txt"
    _client().put_object(
        Bucket=os.environ["TEST_DATA_BUCKET"], Key=key, Body=text.encode(), ContentType="text/plain; charset=utf-8"
    )
    return key
