"""CloudWatch: percentiles, metrics with several dimensions, alarms by state.

- GetMetricData and GetMetricStatistics know no percentile: no value, or a 500.
- GetMetricData finds a metric with two dimensions only if they come in a certain order, which depends on their values; with
  dimensions it adds up the metrics of that name in all namespaces.
- DescribeAlarms takes the first of its filters alone: with names, alarms of any state.
- An alarm ends no deployment of ECS that watches it.
"""

import math
import re
from decimal import Decimal

from moto.cloudwatch.models import CloudWatchBackend, Dimension, Statistics
from moto.cloudwatch.responses import CloudWatchResponse
from moto.ecs.models import ecs_backends

from patching import replaces
from rollouts.clock import changing, clock
from rollouts.progress import active, catch_up

Dimension.__lt__ = lambda self, other: (self.name, self.value) < (other.name, other.value)


@replaces(Statistics, "get_statistics_for_type")
def with_percentiles(original, self, stat):
    return percentile(self, stat) if re.fullmatch(r"p\d+(\.\d+)?", stat) else original(self, stat)


def percentile(statistics, stat):
    """The value with the nearest rank. Statistic sets count if all their values are equal, else there is none, as on AWS."""
    if any(it.min != it.max for it in statistics.metric_aggregated_list):
        return None
    values = sorted(
        statistics.metric_single_values_list
        + [it.min for it in statistics.metric_aggregated_list for _ in range(int(it.sample_count))]
    )
    return values[max(0, math.ceil(Decimal(stat[1:]) * len(values) / 100) - 1)] if values else None


class Namespaces:
    """A backend that has the metrics of some namespaces only."""

    def __init__(self, backend, names):
        self.backend, self.names = backend, names

    def get_all_metrics(self):
        return [it for it in self.backend.get_all_metrics() if it.namespace in self.names]


@replaces(CloudWatchBackend, "get_metric_data")
def of_the_namespaces(original, self, queries, *args, **arguments):
    names = {query["MetricStat"]["Metric"]["Namespace"] for query in queries if "MetricStat" in query}
    results = original(Namespaces(self, names) if names else self, queries, *args, **arguments)
    for result in results:
        known = [pair for pair in zip(result["values"], result["timestamps"], strict=True) if pair[0] is not None]
        result["values"], result["timestamps"] = [value for value, _ in known], [at for _, at in known]
    return results


@replaces(CloudWatchResponse, "get_metric_statistics")
def with_extended_statistics(original, self):
    answer = original(self)
    for point in answer.result["Datapoints"]:
        found = {stat: percentile(point, stat) for stat in self._get_param("ExtendedStatistics", [])}
        point.ExtendedStatistics = {stat: value for stat, value in found.items() if value is not None}
    return answer


@replaces(CloudWatchResponse, "describe_alarms")
def by_all_filters(original, self):
    state = self._get_params().pop("StateValue", None)
    names = self._get_param("AlarmNames", [])
    prefix = self._get_param("AlarmNamePrefix", "")
    answer = original(self)
    for kind in ("MetricAlarms", "CompositeAlarms"):
        answer.result[kind] = [
            alarm
            for alarm in answer.result[kind]
            if state in (None, alarm.state_value)
            and alarm.name.startswith(prefix)
            and (not names or alarm.name in names)
        ]
    return answer


@replaces(CloudWatchBackend, "set_alarm_state")
def ends_deployments(original, self, alarm_name, *args):
    with changing:
        backend = ecs_backends[self.account_id][self.region_name]
        catch_up(backend)
        before = alarm_name in self.alarms and self.alarms[alarm_name].state_value
        original(self, alarm_name, *args)
        if before != "ALARM" and self.alarms[alarm_name].state_value == "ALARM":
            for rollout in active(backend):
                rollout.alarm(alarm_name, clock.now())
