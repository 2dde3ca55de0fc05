"""CloudWatch Logs: the key of an existing log group can be neither set nor removed."""

import json

from ministack.core.responses import error_response_json, json_response
from ministack.services import cloudwatch_logs

from patching import replaces


def associate(data):
    group = named(data)
    if group is None:
        return not_found()
    group["kmsKeyId"] = data["kmsKeyId"]
    return json_response({})


def disassociate(data):
    group = named(data)
    if group is None:
        return not_found()
    group["kmsKeyId"] = None
    return json_response({})


def named(data):
    name = data.get("logGroupName") or data["resourceIdentifier"].split(":log-group:")[-1].removesuffix(":*")
    return cloudwatch_logs._log_groups.get(name)


def not_found():
    return error_response_json("ResourceNotFoundException", "The specified log group does not exist.")


actions = {"AssociateKmsKey": associate, "DisassociateKmsKey": disassociate}


@replaces(cloudwatch_logs, "handle_request")
async def handle_keys(original, method, path, headers, body, query_params):
    action = actions.get(headers.get("x-amz-target", "").split(".")[-1])
    return action(json.loads(body)) if action else await original(method, path, headers, body, query_params)
