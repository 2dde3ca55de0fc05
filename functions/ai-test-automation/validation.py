"""Checks of requests. API Gateway checks the body against its model, but other callers of the function skip that."""

import json
import re

from executions.items import STATUSES

MOST_RESULTS = 100
MOST_RESULT_BYTES = 256_000
"""DynamoDB takes items of 400 KB (409,600 bytes of UTF-8): results, the rest of the execution, and its analysis, at most 100 KB."""
LONGEST_MESSAGE = 2000
LONGEST_LOG = 1_000_000
MOST_PER_PAGE = 100

_CASE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_EXECUTION = re.compile(_CASE.pattern + r"\.[0-9a-f]{32}")
_KEY = re.compile(r"[A-Za-z0-9._~-]{1,64}")
_OBJECT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,199}")


class Refused(Exception):
    """A refused request, with the status and the reason for the caller."""

    def __init__(self, status, reason):
        super().__init__(reason)
        self.status = status
        self.reason = reason


def _check(right, expected, found):
    if not right:
        raise Refused(400, f"expected {expected}, found {_shown(found)}")


def _shown(value):
    try:
        return json.dumps(value, default=str)[:100]
    except RecursionError:
        return "a value of too many levels"


def _object(value, what, keys):
    _check(isinstance(value, dict), f"{what} to be an object", value)
    unknown = sorted(set(value) - set(keys))
    _check(not unknown, f"{what} with no other keys than {', '.join(keys)}", unknown)
    return value


def _text(value, what, longest, optional=False):
    if value is None and optional:
        return None
    right = isinstance(value, str) and 0 < len(value) <= longest
    _check(right, f"{what} to be a text of 1 to {longest} characters", value)
    return value


def _body(event, keys):
    try:
        value = json.loads(event.get("body") or "")
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise Refused(400, "expected Unicode, found half of a surrogate pair") from None
    except (ValueError, RecursionError):
        raise Refused(400, "expected a body in JSON, of few levels") from None
    return _object(value, "the body", keys)


def case_id(value):
    right = isinstance(value, str) and _CASE.fullmatch(value)
    _check(right, "test_case_id of up to 64 letters, digits, - and _", value)
    return value


def execution_id(value):
    right = isinstance(value, str) and _EXECUTION.fullmatch(value)
    _check(right, "the id of an execution", value)
    return value


def _status(value, allowed):
    _check(value in allowed, f"status to be one of {', '.join(allowed)}", value)
    return value


def _results(value):
    right = isinstance(value, list) and 0 < len(value) <= MOST_RESULTS
    _check(right, f"results to be a list of 1 to {MOST_RESULTS}", value)
    results = [_result(result, f"results[{index}]") for index, result in enumerate(value)]
    # As JSON they are at least as long as in DynamoDB.
    size = len(json.dumps(results, ensure_ascii=False).encode())
    _check(size <= MOST_RESULT_BYTES, f"results of at most {MOST_RESULT_BYTES} bytes in UTF-8", f"{size} bytes")
    return results


def _result(value, what):
    _object(value, what, ("name", "status", "duration_ms", "message"))
    duration = value.get("duration_ms", 0)
    whole = isinstance(duration, int) and not isinstance(duration, bool) and 0 <= duration <= 86_400_000
    _check(whole, f"{what}.duration_ms to be whole milliseconds, at most a day", duration)
    message = _text(value.get("message"), f"{what}.message", LONGEST_MESSAGE, optional=True)
    return {
        "name": _text(value.get("name"), f"{what}.name", 200),
        "status": _status(value.get("status"), ("passed", "failed", "skipped")),
        "duration_ms": duration,
        **({"message": message} if message else {}),
    }


def new_execution(event):
    """The checked content of a POST."""
    body = _body(event, ("test_case_id", "environment", "test_data", "results"))
    data = body.get("test_data")
    _check(data is None or (isinstance(data, str) and _OBJECT.fullmatch(data)), "test_data to name an object", data)
    return {
        "test_case_id": case_id(body.get("test_case_id")),
        "environment": _text(body.get("environment"), "environment", 64, optional=True),
        "test_data": data,
        "results": None if body.get("results") is None else _results(body["results"]),
    }


def idempotency_key(event):
    """The header `Idempotency-Key`, or None: with the same key a client can repeat a POST whose answer it has not got."""
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    key = headers.get("idempotency-key")
    _check(key is None or _KEY.fullmatch(key), "Idempotency-Key of up to 64 letters, digits, . _ ~ and -", key)
    return key


def report(event):
    """The checked content of a PATCH: the execution runs, or has results."""
    body = _body(event, ("status", "results", "log"))
    log = _text(body.get("log"), "log", LONGEST_LOG, optional=True)
    if body.get("results") is None:
        _check(log is None, "results beside log", "none")
        return {"status": _status(body.get("status"), ("running",)), "results": None, "log": None}
    _check("status" not in body, "no status beside results, which decide it", body.get("status"))
    return {"status": None, "results": _results(body["results"]), "log": log}


def search(event):
    """The checked query of a list."""
    query = _object(event.get("queryStringParameters") or {}, "the query", ("test_case_id", "status", "limit", "next"))
    case, status, after = query.get("test_case_id"), query.get("status"), query.get("next")
    _check(case or status, "test_case_id, status or both in the query", sorted(query))
    limit = query.get("limit", "20")
    right = re.fullmatch(r"\d{1,3}", limit) and 0 < int(limit) <= MOST_PER_PAGE
    _check(right, f"limit to be 1 to {MOST_PER_PAGE}", limit)
    if after:
        execution_id(after)
        _check(not case or after.startswith(f"{case}."), "next of the same test_case_id", after)
    return {
        "test_case_id": case and case_id(case),
        "status": status and _status(status, STATUSES),
        "limit": int(limit),
        "after": after,
    }
