"""CloudWatch: parts of the query protocol, which Terraform and the SDK for JavaScript use, are missing; alarms look at one metric only.

- Most members of an alarm, among them metric queries, are neither read from a form nor returned as XML.
- Alarms of metric queries are never evaluated; others mix the metrics of all dimensions, and ignore periods.
- Only metrics from PutMetricData are evaluated: neither those of functions, nor missing data.
- Queues have no metrics.
- A query without dimensions adds up the points of all dimensions; on AWS it means the metric that has none.
- Each call replaces every list of points by a copy, and so loses points that a function adds in the meantime.
"""

import json
import logging
import threading
import time
from urllib.parse import parse_qs

from ministack.core.responses import request_scope
from ministack.services import cloudwatch, sqs

import query
from alarm_state import breaches, state
from patching import replaces

PROTOCOL = {"content-type": "application/x-amz-json-1.0"}
SECONDS = 2  # Seconds between two evaluations.


@replaces(cloudwatch, "handle_request")
async def handle_request(original, method, path, headers, body, query_params):
    """Translates a form into JSON, of which MiniStack knows every member, and the answer into XML."""
    if "x-www-form-urlencoded" not in headers.get("content-type", ""):
        return await original(method, path, headers, body, query_params)
    form = {**query_params, **parse_qs(body.decode(), keep_blank_values=True)}
    action = form.get("Action", [""])[0]
    if action not in query.model("cloudwatch").operation_names:
        return cloudwatch._error("InvalidAction", f"Unknown action: {action}", 400)
    members = json.dumps(query.read("cloudwatch", action, form)).encode()
    target = {**headers, **PROTOCOL, "x-amz-target": f"GraniteServiceVersion20100801.{action}"}
    status, _, answer = await original(method, path, target, members, {})
    found = json.loads(answer or b"{}")
    if status >= 400:
        return cloudwatch._error(found["__type"].split("#")[-1], found.get("message", ""), status)
    result = query.write("cloudwatch", action, found)
    return cloudwatch._xml(200, f"{action}Response", f"<{action}Result>{result}</{action}Result>")


@replaces(cloudwatch, "_evict_old_metrics")
def evict_old_points(_original):
    oldest = time.time() - cloudwatch.TWO_WEEKS_SECONDS
    for points in cloudwatch._metrics.values():
        while points and points[0]["Timestamp"] < oldest:
            del points[0]


class Dimensions(dict):
    """True when empty: no dimensions are dimensions too."""

    def __bool__(self):
        return True


@replaces(cloudwatch, "_dims_from_list")
def dimensions_of_a_query(original, pairs):
    return Dimensions(original(pairs))


@replaces(cloudwatch, "_put_metric_alarm")
def put_metric_alarm(original, params, members, is_cbor, is_json=False):
    answer = original(params, members, is_cbor, is_json)
    alarm = cloudwatch._alarms.get(members.get("AlarmName"))
    if answer[0] == 200 and alarm:
        # AWS returns the members that were put. An alarm of metric queries has no defaults of a single metric.
        for name in ("Metrics", "EvaluateLowSampleCountPercentile", "ThresholdMetricId"):
            if name in members:
                alarm[name] = members[name]
        unset = ("MetricName", "Namespace", "Statistic", "ExtendedStatistic", "Period", "Unit", "AlarmDescription")
        for name in unset:
            if name not in members:
                alarm.pop(name, None)
        evaluate(alarm)
    return answer


@replaces(cloudwatch, "_evaluate_alarm")
def evaluate_alarm(_original, alarm):
    evaluate(alarm)


def evaluate(alarm):
    """Sets the state of an alarm from its last periods, and notifies its actions."""
    value, reason = state(alarm, breaches(alarm, values_of, time.time()))
    old = alarm["StateValue"]
    if value == old:
        return
    alarm.update(StateValue=value, StateReason=reason, StateUpdatedTimestamp=int(time.time()))
    cloudwatch._record_history(alarm["AlarmName"], old, value, reason)
    cloudwatch._dispatch_alarm_actions(alarm, old, value, reason)
    cloudwatch._evaluate_parent_alarms(alarm)


def values_of(stat, start, end):
    """The statistic of a metric between two times; nothing when it has no data there."""
    metric = stat["Metric"]
    dimensions = cloudwatch._dims_key(cloudwatch._dims_from_list(metric.get("Dimensions", [])))
    points = cloudwatch._metrics.get((metric["Namespace"], metric["MetricName"], dimensions)) or []
    within = [point for point in points if start < point["Timestamp"] <= end]
    return cloudwatch._stat_value(cloudwatch._calc_stats(within), stat["Stat"], within) if within else None


def publish_queues():
    """Publishes the metrics of queues, as AWS does for every queue in use."""
    for (account, region, _), queue in sqs._queues.all_items():
        with request_scope(account, region):
            sqs._refresh_counts(queue)
            name, attributes = {"QueueName": queue["name"]}, queue["attributes"]
            for metric, attribute in (("Visible", ""), ("NotVisible", "NotVisible"), ("Delayed", "Delayed")):
                count = float(attributes.get(f"ApproximateNumberOfMessages{attribute}", 0))
                key = ("AWS/SQS", f"ApproximateNumberOfMessages{metric}", cloudwatch._dims_key(name))
                points = cloudwatch._metrics.get(key)
                # A point at every change, and otherwise every 30 s.
                if points and points[-1]["Value"] == count and time.time() - points[-1]["Timestamp"] < 30:
                    continue
                cloudwatch.record_metric(*key[:2], count, "Count", name)


def watch():
    while True:
        time.sleep(SECONDS)
        try:
            publish_queues()
            for (account, region, _), alarm in cloudwatch._alarms.all_items():
                with request_scope(account, region):
                    evaluate(alarm)
        except Exception:
            logging.getLogger("cloudwatch").exception("alarms were not evaluated")


threading.Thread(target=watch, daemon=True, name="alarms").start()
