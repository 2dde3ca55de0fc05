"""The state of an alarm from the values of its last periods, metric math among them."""

import ast
import math
import operator
import re

OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
COMPARISONS = {
    "GreaterThanOrEqualToThreshold": operator.ge,
    "GreaterThanThreshold": operator.gt,
    "LessThanThreshold": operator.lt,
    "LessThanOrEqualToThreshold": operator.le,
}
ROUNDED = {"ABS": abs, "CEIL": math.ceil, "FLOOR": math.floor}
AGGREGATES = {"MAX": max, "MIN": min, "SUM": sum, "AVG": lambda values: sum(values) / len(values)}


def breaches(alarm, values_of, now):
    """Whether each of the last periods breaches the threshold, the newest first; None for a period without a value.

    The newest period ends now, not at a full minute, so that an alarm changes within seconds.
    """
    compare = COMPARISONS[alarm["ComparisonOperator"]]
    queries = alarm.get("Metrics") or [single(alarm)]
    period = max(query.get("MetricStat", query).get("Period") or 60 for query in queries)
    found = []
    for index in range(alarm["EvaluationPeriods"]):
        end = now - index * period
        value = returned(queries, lambda stat, end=end: values_of(stat, end - period, end))
        found.append(None if value is None else compare(value, alarm["Threshold"]))
    return found


def state(alarm, found):
    """State and reason. Missing data is treated as AWS does."""
    missing = alarm.get("TreatMissingData") or "missing"
    needed = alarm.get("DatapointsToAlarm") or alarm["EvaluationPeriods"]
    filled = [missing == "breaching" if value is None and "reaching" in missing else value for value in found]
    known = [value for value in filled if value is not None]
    if not known:
        if missing == "ignore":
            return alarm["StateValue"], alarm["StateReason"]
        return "INSUFFICIENT_DATA", "Insufficient Data: no datapoints were received"
    over = sum(known)
    reason = f"Threshold Crossed: {over} of the last {len(found)} periods were over {alarm['Threshold']}"
    return ("ALARM" if over >= needed else "OK"), reason


def single(alarm):
    """An alarm of one metric as a metric query."""
    metric = {name: alarm.get(name) for name in ("Namespace", "MetricName")}
    metric["Dimensions"] = alarm.get("Dimensions") or []
    stat = alarm.get("ExtendedStatistic") or alarm.get("Statistic") or "Average"
    return {"Id": "m", "MetricStat": {"Metric": metric, "Period": alarm.get("Period") or 60, "Stat": stat}}


def returned(queries, value_of):
    """The value of the query that the alarm compares."""
    values = {query["Id"]: value_of(query["MetricStat"]) for query in queries if "MetricStat" in query}
    waiting = [query for query in queries if "Expression" in query]
    while waiting:
        ready = [query for query in waiting if names(query) <= values.keys()]
        if not ready:
            raise ValueError(f"no metric has the name that {waiting[0]['Expression']} uses")
        for query in ready:
            values[query["Id"]] = calculate(tree(query), values)
            waiting.remove(query)
    [looked_at] = [query for query in queries if query.get("ReturnData", True)]
    return values[looked_at["Id"]]


def tree(query):
    text = re.sub(r"\bAND\b", " and ", query["Expression"].replace("&&", " and "))
    return ast.parse(re.sub(r"\bOR\b", " or ", text.replace("||", " or ")).strip(), mode="eval").body


def names(query):
    """Metrics have small letters, functions have capitals."""
    return {node.id for node in ast.walk(tree(query)) if isinstance(node, ast.Name) and not node.id.isupper()}


def calculate(node, values):
    """The value of an expression in one period; None if one of its parts has no value, or it divides by zero."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return values[node.id]
    if isinstance(node, ast.UnaryOp):
        value = calculate(node.operand, values)
        return None if value is None else -value
    if isinstance(node, ast.Call):
        return call(node.func.id, node.args, values)
    if isinstance(node, ast.BoolOp):
        parts = [calculate(part, values) for part in node.values]
        return None if None in parts else float((all if isinstance(node.op, ast.And) else any)(parts))
    pair = (node.left, node.right) if isinstance(node, ast.BinOp) else (node.left, node.comparators[0])
    kind = node.op if isinstance(node, ast.BinOp) else node.ops[0]
    left, right = (calculate(part, values) for part in pair)
    if left is None or right is None or (isinstance(kind, ast.Div) and right == 0):
        return None
    return float(OPERATORS[type(kind)](left, right))


def call(name, arguments, values):
    if name == "IF":
        condition = calculate(arguments[0], values)
        if condition is None:
            return None
        chosen = arguments[1:2] if condition else arguments[2:3]
        return calculate(chosen[0], values) if chosen else None
    if name == "FILL":
        value = calculate(arguments[0], values)
        return calculate(arguments[1], values) if value is None else value
    if name in AGGREGATES:
        listed = arguments[0].elts if isinstance(arguments[0], ast.List) else arguments
        known = [value for part in listed if (value := calculate(part, values)) is not None]
        return AGGREGATES[name](known) if known else None
    if name in ROUNDED:
        value = calculate(arguments[0], values)
        return None if value is None else float(ROUNDED[name](value))
    raise ValueError(f"{name} of metric math is not known here")
