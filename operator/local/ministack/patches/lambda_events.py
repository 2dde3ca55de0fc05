"""Lambda: asynchronous invocations, and metrics.

MiniStack reads retries and age for $LATEST only, although callers use an alias. It wraps an event for a dead-letter queue as it would
for a destination. It counts no errors of functions that were not called through Invoke. It reserves concurrency for $LATEST only.
"""

import json

from ministack.services import cloudwatch, lambda_svc, sqs

from patching import replaces


@replaces(lambda_svc, "invoke_async_with_retry")
def invoke_as_configured(original, func, event):
    config = func.get("config") or func
    _name, _, qualifier = config["FunctionArn"].split(":function:")[-1].partition(":")
    settings = lambda_svc._event_invoke_config(lambda_svc._functions[config["FunctionName"]], qualifier) or {}
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


def count(function, **values):
    for name, value in values.items():
        unit = "Milliseconds" if name == "Duration" else "Count"
        cloudwatch.record_metric("AWS/Lambda", name, value, unit, {"FunctionName": function})


@replaces(lambda_svc, "_execute_function_dispatch")
def count_execution(original, func, config, event, request_id, started):
    result = original(func, config, event, request_id, started)
    milliseconds = (lambda_svc.time.time() - started) * 1000
    count(config["FunctionName"], Invocations=1, Errors=int(bool(result.get("error"))), Throttles=0, Duration=milliseconds)
    return result


@replaces(lambda_svc, "_emit_lambda_metrics")
def count_throttle(_original, function_name, duration_ms, error, throttle):
    """Executions are counted where they run, so Invoke must not count a throttled call a second time."""
    if throttle and not error:
        count(function_name, Throttles=1)


@replaces(lambda_svc, "_reserved_concurrency")
def of_the_function(original, func, config):
    return original(lambda_svc._functions.get(config["FunctionName"], func), config)
