"""Lambda: an alias with weights divides its calls between two versions.

MiniStack stores the weights and runs the alias's own version for every call. Only Invoke knows under which alias a function was called:
an API or an event source calls the version itself, so that neither the function nor the settings of the alias see it.

The version is drawn for each call; an event keeps its version when it is tried again. With MINISTACK_ALIAS_SEED (any text) an emulator
draws the same versions each time after it was started or emptied.
"""

import os
import random
from contextvars import ContextVar

from ministack.services import lambda_svc

from patching import replaces

HEADER = "X-Amz-Executed-Version"
EXECUTED = "executed_version"  # Of a record: the version that was drawn.

draws = random.Random(os.environ.get("MINISTACK_ALIAS_SEED"))
_drawn = ContextVar("drawn", default=None)


def qualifier_of(config):
    """The alias or version by which a function was called; empty when it was called without one."""
    return config["FunctionArn"].split(":function:")[-1].partition(":")[2]


def weights_of(alias):
    """The additional versions of an alias with their weights, 0 to 1."""
    return (alias.get("RoutingConfig") or {}).get("AdditionalVersionWeights") or {}


def draw(alias):
    """The version that runs the next call of an alias."""
    for version, weight in weights_of(alias).items():
        if draws.random() < weight:
            return version
    return alias["FunctionVersion"]


def routed(func):
    """The record of the version that runs a call, under the name by which it was called."""
    config = func.get("config") or func
    function = lambda_svc._functions.get(config["FunctionName"]) or {}
    alias = function.get("aliases", {}).get(qualifier_of(config))
    if alias is None or EXECUTED in func:
        return func
    version = draw(alias)
    record = function if version == "$LATEST" else function["versions"][version]
    if _drawn.get() is not None:
        _drawn.get().append(version)
    called = {**record["config"], "FunctionArn": config["FunctionArn"]}
    return {**func, "config": called, "code_zip": record.get("code_zip"), EXECUTED: version}


@replaces(lambda_svc, "_effective_func_record_for_qualifier")
def as_called(original, func, qualifier):
    """Gives the record to run the name by which it is called. The second value, which reads return, stays the version's."""
    record, config = original(func, qualifier)
    if record is None or not qualifier or qualifier == "$LATEST":
        return record, config
    called = {**config, "FunctionArn": f"{func['config']['FunctionArn']}:{qualifier}"}
    return {**record, "config": called, "called": True}, config


@replaces(lambda_svc, "_execution_record_for_config")
def keep_name(original, func, config):
    return original(func, func["config"] if (func or {}).get("called") else config)


@replaces(lambda_svc, "_execute_function")
def execute(original, func, event):
    config = func.get("config") or func
    # Of another account or region: the original calls this function again, in that one.
    elsewhere = lambda_svc._function_config_scope_mismatch(config)
    return original(func if elsewhere else routed(func), event)


@replaces(lambda_svc, "invoke_async_with_retry")
def keep_version(original, func, event):
    return original(lambda_svc._run_with_function_config_scope(func, routed, func), event)


@replaces(lambda_svc, "_invoke")
async def say_version(original, *args, **kwargs):
    versions = []
    token = _drawn.set(versions)
    try:
        status, headers, body = await original(*args, **kwargs)
    finally:
        _drawn.reset(token)
    drawn = {HEADER: versions[0]} if versions and HEADER in headers else {}
    return status, {**headers, **drawn}, body


@replaces(lambda_svc, "reset")
def draw_from_the_start(original):
    draws.seed(os.environ.get("MINISTACK_ALIAS_SEED"))
    original()
