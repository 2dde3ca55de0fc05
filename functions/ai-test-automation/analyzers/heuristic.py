"""Analysis by simple rules: failed steps, probable causes, the slowest step, and whether the test is flaky. Needs no network."""

import re
from itertools import pairwise

_CAUSES = {
    "timeout": r"time[d ]?\s?-?out|deadline exceeded",
    "network": r"connection (refused|reset)|dns|unreachable|ECONN|name resolution",
    "access": r"\b(401|403)\b|unauthori[sz]ed|forbidden|access denied|permission",
    "server": r"\b5\d\d\b|internal server error|bad gateway|service unavailable",
    "missing element": r"no such element|not found|stale element|selector|locator",
    "assertion": r"assert|expected|mismatch|should (be|have)",
}
_PATTERNS = {cause: re.compile(pattern, re.IGNORECASE) for cause, pattern in _CAUSES.items()}


def analyze(execution, earlier):
    results = execution["results"]
    counts = {status: sum(1 for it in results if it["status"] == status) for status in ("passed", "failed", "skipped")}
    failed = [it for it in results if it["status"] == "failed"]
    causes: dict[str, list[str]] = {}
    for it in failed:
        causes.setdefault(_cause(it.get("message", "")), []).append(it["name"])
    slowest = max(results, key=lambda it: it["duration_ms"])
    flaky = _is_flaky([execution["status"], *(it["status"] for it in earlier)])
    return {
        "analyzer": "heuristic",
        "summary": _summary(counts, causes, slowest, flaky),
        "counts": counts,
        "causes": causes,
        "slowest": {"name": slowest["name"], "duration_ms": int(slowest["duration_ms"])},
        "flaky": flaky,
    }


def _cause(message):
    return next((cause for cause, pattern in _PATTERNS.items() if pattern.search(message)), "unknown")


def _is_flaky(statuses):
    """True if the status changed at least twice. One change may be a new bug or its fix."""
    finished = [status for status in statuses if status in ("passed", "failed")]
    return sum(1 for one, other in pairwise(finished) if one != other) >= 2


def _summary(counts, causes, slowest, flaky):
    total = sum(counts.values())
    if counts["failed"]:
        ranked = sorted(causes.items(), key=lambda item: -len(item[1]))
        why = ", ".join(f"{cause} ({len(names)})" for cause, names in ranked)
        text = f"{counts['failed']} of {total} steps failed, probably: {why}."
    else:
        text = f"{counts['passed']} of {total} steps passed, {counts['skipped']} skipped."
    text += f" Slowest: {slowest['name']} with {int(slowest['duration_ms'])} ms."
    return text + (" The test is flaky: look at it before the code." if flaky else "")
