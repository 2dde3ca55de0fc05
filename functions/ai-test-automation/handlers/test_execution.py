"""The API of test executions: start, report, read and list."""

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
    # DynamoDB returns decimals; all numbers here are whole.
    return {"statusCode": status, "headers": headers, "body": json.dumps(body, default=int)}


def start(event):
    """POST: starts an execution, for which a runner reports later; or stores one that has run, with its results."""
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
    """PATCH: reports that the execution runs, or its results, which finish it."""
    execution_id = validation.execution_id(event["pathParameters"]["id"])
    reported = validation.report(event)
    changes = {"status": reported["status"]}
    if reported["results"]:
        changes = {
            "status": executions.status_of(reported["results"]),
            "results": reported["results"],
            "finished_at": executions.now(),
        }
    try:
        if reported["log"]:
            # Stored before the execution refers to it, and only for an open execution.
            executions.require_open(execution_id)
            changes["log_key"] = _keep(execution_id, reported["log"])
        execution = executions.change(execution_id, **changes)
    except LookupError:
        raise Refused(404, f"there is no execution {execution_id}") from None
    except executions.AlreadyFinished:
        raise Refused(409, f"the execution {execution_id} has its results already") from None
    log.info("reported", extra={"execution": execution_id, "status": execution["status"]})
    return 200, execution


def show(event):
    """GET of one execution, with a link to its log that is valid for five minutes."""
    execution_id = validation.execution_id(event["pathParameters"]["id"])
    execution = executions.read(execution_id)
    if execution is None:
        raise Refused(404, f"there is no execution {execution_id}")
    if "log_key" in execution:
        key = {"Bucket": os.environ["TEST_DATA_BUCKET"], "Key": execution.pop("log_key")}
        execution["log_url"] = _client().generate_presigned_url("get_object", Params=key, ExpiresIn=LINK_SECONDS)
    return 200, execution


def find(event):
    """GET of a list: the executions of a case or with a status, newest first."""
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
    """The ID of the caller, from the authorizer."""
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
    # A unique name: of two reports at the same time one is refused, and must not replace the log of the other.
    key = f"logs/{execution_id}/{secrets.token_hex(4)}.txt"
    _client().put_object(
        Bucket=os.environ["TEST_DATA_BUCKET"], Key=key, Body=text.encode(), ContentType="text/plain; charset=utf-8"
    )
    return key
