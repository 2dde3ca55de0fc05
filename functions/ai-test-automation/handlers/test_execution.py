"""The API of test executions: start, report, read and list."""

import hashlib
import json
import logging
import os
import re
import secrets

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

import executions
import validation
from validation import Refused

log = logging.getLogger(__name__)
log.setLevel(os.environ.get("AWS_LAMBDA_LOG_LEVEL", "INFO"))

LINK_SECONDS = 300

MOST_LISTED_BYTES = 4_000_000
"""Bytes of executions in one answer. Lambda's answers have at most 6 MB, in which the body's quotes are escaped once more."""

_s3 = None
_links = None


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
    case = executions.case(wanted["test_case_id"])
    if case is None:
        raise Refused(404, f"there is no test case {wanted['test_case_id']}")
    if case.get("status") == "retired":
        raise Refused(409, f"the test case {wanted['test_case_id']} is retired")
    if wanted["test_data"] and not _object_exists(wanted["test_data"]):
        raise Refused(400, f"there is no test data {wanted['test_data']}")
    content = {key: value for key, value in wanted.items() if value is not None}
    key = validation.idempotency_key(event)
    request = key and (key, hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest())
    try:
        execution = executions.create(**content, created_by=_caller(event), request=request)
    except executions.OtherRequest:
        raise Refused(409, f"the Idempotency-Key {key} belongs to another request: use a new one") from None
    log.info("stored", extra={"execution": execution["execution_id"], "status": execution["status"]})
    return 201, execution


def report(event):
    """PATCH: reports that the execution runs, or its results, which finish it."""
    execution_id = validation.execution_id(event["pathParameters"]["id"])
    reported = validation.report(event)
    owner = _owner(event)
    changes = {"status": reported["status"], "reported_by": _caller(event)}
    if reported["results"]:
        changes |= {
            "status": executions.status_of(reported["results"]),
            "results": reported["results"],
            "finished_at": executions.now(),
        }
    try:
        if reported["log"]:
            # Stored before the execution refers to it, and only for an open execution.
            executions.require_open(execution_id, owner)
            changes["log_key"] = _keep(execution_id, reported["log"])
        execution = executions.change(execution_id, owner=owner, **changes)
    except LookupError:
        raise Refused(404, f"there is no execution {execution_id}") from None
    except executions.AlreadyFinished:
        raise Refused(409, f"the execution {execution_id} has its results already") from None
    log.info("reported", extra={"execution": execution_id, "status": execution["status"]})
    return 200, execution


def show(event):
    """GET of one execution, with a link to its log that is valid for five minutes."""
    execution_id = validation.execution_id(event["pathParameters"]["id"])
    execution = executions.read(execution_id, _owner(event))
    if execution is None:
        raise Refused(404, f"there is no execution {execution_id}")
    if "log_key" in execution:
        key = {"Bucket": os.environ["TEST_DATA_BUCKET"], "Key": execution.pop("log_key")}
        execution["log_url"] = _signer().generate_presigned_url("get_object", Params=key, ExpiresIn=LINK_SECONDS)
    return 200, execution


def find(event):
    """GET of a list: the executions of a case or with a status that the caller may read, newest first."""
    found, after = executions.find(**validation.search(event), owner=_owner(event))
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


def _claims(event):
    return event.get("requestContext", {}).get("authorizer", {}).get("claims", {})


def _caller(event):
    """The ID of the caller, from the authorizer."""
    caller = _claims(event).get("sub")
    if not caller:
        raise Refused(403, "expected a user who has signed in, found none")
    return caller


def _owner(event):
    """Whose executions the caller may read and change: None means everyone's, which the members of the team may."""
    # API Gateway passes a list of groups on as one text, with commas or in brackets.
    groups = re.split(r"[\[\],\s]+", str(_claims(event).get("cognito:groups", "")))
    team = os.environ.get("TEAM_GROUP")
    return None if team and team in groups else _caller(event)


def _client():
    global _s3
    if _s3 is None:
        _s3 = boto3.client("s3")
    return _s3


def _signer():
    """Signs links as S3 takes them for objects under a key of KMS: version 4, for the bucket's own address in its region.

    Of itself boto3 signs version 2 in S3's older regions, and names an address that redirects, after which the signature of
    the name is wrong.
    """
    global _links
    if _links is None:
        s3 = {"addressing_style": "virtual", "us_east_1_regional_endpoint": "regional"}
        _links = boto3.client("s3", config=Config(signature_version="s3v4", s3=s3))
    return _links


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
