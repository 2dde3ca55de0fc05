"""Lambda: records of a DynamoDB stream that a function fails on.

MiniStack retries the same batch without end, and ignores batchItemFailures, MaximumRetryAttempts,
BisectBatchOnFunctionError, and the destination of failed records. A filter for an absent attribute matches nothing if its parent is
absent too.
"""

import json
import threading
import time

from ministack.services import lambda_svc

from patching import replaces

# Seconds between two attempts; AWS doubles the time after each.
PAUSE_SECONDS = 0.2

_polled = threading.local()


@replaces(lambda_svc, "_apply_filter_criteria")
def remember_mapping(original, records, esm):
    """The poller filters a batch right before it calls the function, on the same thread."""
    _polled.mapping = esm
    return original(records, esm)


@replaces(lambda_svc, "_match_esm_filter")
def match(original, record, pattern):
    if isinstance(record, dict) and isinstance(pattern, dict):
        absent = {key: {} for key, value in pattern.items() if isinstance(value, dict) and key not in record}
        record = {**record, **absent}
    return original(record, pattern)


@replaces(lambda_svc, "_execute_function")
def deliver(original, func_rec, event, *args, **kwargs):
    mapping, _polled.mapping = getattr(_polled, "mapping", None), None
    records = event.get("Records") if isinstance(event, dict) else None
    if not mapping or not records or records[0].get("eventSource") != "aws:dynamodb":
        return original(func_rec, event, *args, **kwargs)

    def attempt(batch):
        result = original(func_rec, {"Records": batch}, *args, **kwargs)
        return result, _first_failure(mapping, batch, result)

    last = _deliver(mapping, func_rec, records, attempt)
    # For the poller the batch is finished: it goes on to the next one.
    return {**last, "error": False}


def _deliver(mapping, func_rec, batch, attempt):
    retries = mapping.get("MaximumRetryAttempts", -1)
    tried = 0
    while True:
        result, failed = attempt(batch)
        if failed is None:
            return result
        if failed > 0:
            batch, tried = batch[failed:], 0
        if mapping.get("BisectBatchOnFunctionError") and len(batch) > 1:
            # The report names the failed record; without one, the batch is split in halves. Neither counts as a retry.
            middle = 1 if not result.get("error") else len(batch) // 2
            _deliver(mapping, func_rec, batch[:middle], attempt)
            return _deliver(mapping, func_rec, batch[middle:], attempt)
        if 0 <= retries <= tried:
            lambda_svc._send_ddb_stream_failure_record(
                mapping, func_rec, batch, mapping["EventSourceArn"], result, "RetryAttemptsExhausted"
            )
            return result
        tried += 1
        time.sleep(PAUSE_SECONDS)


def _first_failure(mapping, batch, result):
    """The index of the first record that failed, where to go on; None if none failed."""
    if result.get("error"):
        return 0
    if "ReportBatchItemFailures" not in mapping.get("FunctionResponseTypes", []):
        return None
    body = result.get("body")
    report = json.loads(body or "null") if isinstance(body, str) else body
    failed = {it["itemIdentifier"] for it in (report or {}).get("batchItemFailures", [])}
    numbers = [record["dynamodb"]["SequenceNumber"] for record in batch]
    return next((index for index, number in enumerate(numbers) if number in failed), None)
