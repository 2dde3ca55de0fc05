"""Secrets Manager: a rotation cannot be cancelled and always begins at once, and a secret without a value returns one."""

import copy
import json

from ministack.core.responses import error_response_json, json_response
from ministack.services import secretsmanager

from patching import replaces


@replaces(secretsmanager, "_create_secret")
def create_without_value(original, data):
    response = original(data)
    if response[0] == 200 and "SecretString" not in data and "SecretBinary" not in data:
        secretsmanager._secrets[data["Name"]]["Versions"].clear()
    return response


@replaces(secretsmanager, "_rotate_secret")
def rotate_when_asked(original, data):
    _, secret = secretsmanager._resolve(data.get("SecretId"))
    before = copy.deepcopy(secret["Versions"]) if secret else None
    response = original(data)
    if response[0] == 200 and data.get("RotateImmediately") is False:
        secret["Versions"] = before
    return response


@replaces(secretsmanager, "handle_request")
async def handle_cancel(original, method, path, headers, body, query_params):
    if headers.get("x-amz-target", "").endswith(".CancelRotateSecret"):
        return cancel_rotate_secret(json.loads(body))
    return await original(method, path, headers, body, query_params)


def cancel_rotate_secret(data):
    _, secret = secretsmanager._resolve(data["SecretId"])
    if not secret:
        message = "Secrets Manager can't find the specified secret."
        return error_response_json("ResourceNotFoundException", message)
    secret["RotationEnabled"] = False
    return json_response({"ARN": secret["ARN"], "Name": secret["Name"]})
