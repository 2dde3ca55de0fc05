"""Lambda: asynchronous invocations.

MiniStack reads retries and age for $LATEST only, although callers use an alias. It wraps an event for a dead-letter queue as it would
for a destination. It reserves concurrency for $LATEST only.
"""

import json

from ministack.services import lambda_svc, sqs

from patches.lambda_aliases import qualifier_of
from patching import replaces


@replaces(lambda_svc, "invoke_async_with_retry")
def invoke_as_configured(original, func, event):
    config = func.get("config") or func
    settings = (
        lambda_svc._event_invoke_config(lambda_svc._functions[config["FunctionName"]], qualifier_of(config)) or {}
    )
    return original({**func, "event_invoke_config": settings, "event_invoke_configs": {}}, event)


@replaces(lambda_svc, "_route_async_failure")
def keep_dead_letter(original, target_arn, func_name, event, result):
    dead_letters = lambda_svc._functions[func_name]["config"].get("DeadLetterConfig") or {}
    queue = sqs._queue_by_arn(target_arn) if target_arn == dead_letters.get("TargetArn") else None
    if queue is None:
        return original(target_arn, func_name, event, result)
    error = result.get("body") if isinstance(result.get("body"), dict) else {}
    attributes = {
        "RequestID": ("String", lambda_svc.new_uuid()),
        "ErrorCode": ("Number", "200"),
        "ErrorMessage": ("String", error.get("errorMessage") or "Unhandled"),
    }
    message = {
        "QueueUrl": queue["url"],
        "MessageBody": json.dumps(event),
        "MessageAttributes": {
            name: {"DataType": kind, "StringValue": value} for name, (kind, value) in attributes.items()
        },
    }
    sqs._act_send_message(message, queue["url"])


@replaces(lambda_svc, "_reserved_concurrency")
def of_the_function(original, func, config):
    return original(lambda_svc._functions.get(config["FunctionName"], func), config)
