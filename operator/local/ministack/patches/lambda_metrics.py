"""Lambda: metrics by alias and version.

MiniStack counts calls of Invoke alone, and by the name of the function alone. AWS counts each execution several times: over all
functions, by FunctionName, by FunctionName and Resource (the alias or version that was called, else the function), and for an alias also
by ExecutedVersion (developer guide, "Viewing metrics for Lambda functions"). A throttled call is no invocation.

Duration is what the handler takes. MiniStack adds the start of a process, which is a second, its end after an error, and a wait of 50 ms
for what it prints: a new version, or one that fails, would look slow.
"""

import threading
import time

from ministack.core import lambda_runtime
from ministack.services import cloudwatch, lambda_svc

from patches.lambda_aliases import EXECUTED, qualifier_of
from patching import replaces


def dimension_sets(func, config):
    """The dimensions under which an execution is counted."""
    name, qualifier = config["FunctionName"], qualifier_of(config)
    function = {"FunctionName": name}
    resource = {**function, "Resource": f"{name}:{qualifier}" if qualifier else name}
    executed = [{**resource, "ExecutedVersion": func[EXECUTED]}] if EXECUTED in func else []
    return [{}, function, resource, *executed]


def count(func, config, **values):
    for name, value in values.items():
        unit = "Milliseconds" if name == "Duration" else "Count"
        for dimensions in dimension_sets(func, config):
            cloudwatch.record_metric("AWS/Lambda", name, value, unit, dimensions)


_others = threading.local()  # seconds: of the execution on this thread, those that are not the handler's.


def leave_out(owner, name):
    """What this method of MiniStack takes is no part of a duration."""

    @replaces(owner, name)
    def measured(original, *args, **kwargs):
        before, started = getattr(_others, "seconds", 0), time.monotonic()
        try:
            return original(*args, **kwargs)
        finally:
            _others.seconds = before + time.monotonic() - started


leave_out(lambda_runtime.Worker, "_spawn")
leave_out(lambda_runtime.Worker, "_drain_stderr_bounded")
leave_out(lambda_runtime.ProvidedWorker, "_spawn")
leave_out(lambda_runtime, "_collect")


@replaces(lambda_svc, "_execute_function_dispatch")
def count_execution(original, func, config, *rest):
    _others.seconds, started = 0, time.monotonic()
    result = original(func, config, *rest)
    if result.get("throttle"):
        count(func, config, Throttles=1)
        return result
    seconds = time.monotonic() - started - _others.seconds
    count(func, config, Invocations=1, Errors=int(bool(result.get("error"))), Throttles=0, Duration=seconds * 1000)
    return result


@replaces(lambda_svc, "_acquire_execution_slot")
def count_throttle(original, func, config):
    slot, limit = original(func, config)
    if slot is None:
        count(func, config, Throttles=1)
    return slot, limit


@replaces(lambda_svc, "_emit_lambda_metrics")
def counted_where_it_runs(_original, *_args, **_kwargs):
    """Executions are counted where they run; Invoke must not count them a second time."""
