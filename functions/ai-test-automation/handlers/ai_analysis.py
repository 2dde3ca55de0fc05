"""Reads the stream of changed executions, and adds an analysis to each finished one, once."""

import logging
import os

from boto3.dynamodb.types import TypeDeserializer

import analyzers
from executions import changes, items, lists

log = logging.getLogger(__name__)
log.setLevel(os.environ.get("AWS_LAMBDA_LOG_LEVEL", "INFO"))

HISTORY = 10

_read = TypeDeserializer().deserialize


def lambda_handler(event, context):
    """Returns the records that failed. The stream delivers these again."""
    records = event["Records"]
    failures = []
    for record in records:
        try:
            _handle(record)
        except Exception as error:
            log.exception("not analyzed", extra={"sequence": record["dynamodb"]["SequenceNumber"]})
            failures.append(record["dynamodb"]["SequenceNumber"])
            last = error
    if failures and len(failures) == len(records):
        # All records failed: raise, so that it counts as an error of the function.
        raise last
    return {"batchItemFailures": [{"itemIdentifier": sequence} for sequence in failures]}


def _handle(record):
    image = record["dynamodb"].get("NewImage")
    execution = image and {name: _read(value) for name, value in image.items()}
    # The filter of the stream leaves these out already. An analysis is a change, too, and would cause the next one.
    if not execution or execution.get("status") not in items.FINISHED or "analyzed_at" in execution:
        return
    execution_id = execution["execution_id"]
    # Earlier executions, newest first.
    earlier, _ = lists.find(test_case_id=execution["test_case_id"], limit=HISTORY, after=execution_id)
    analysis = analyzers.chosen()(execution, earlier)
    written = changes.analyze(execution_id, analysis)
    log.info("analyzed" if written else "was analyzed already", extra={"execution": execution_id})
