"""Counters and durations: on port 8081 for Prometheus, to CloudWatch through the log on ECS, to the collector elsewhere."""

import json
import math
import os
import sys
import threading
import time
import urllib.request
from collections import defaultdict
from typing import Optional

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, math.inf)
Key = tuple[str, tuple[tuple[str, str], ...]]


class Metrics:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._started = time.time_ns()
        self.counters: dict[Key, float] = defaultdict(float)
        self.gauges: dict[Key, float] = {}
        self.histograms: dict[Key, list[float]] = {}
        self._reported: dict[Key, float] = defaultdict(float)

    def count(self, name: str, amount: float = 1, **labels: str) -> None:
        with self._lock:
            self.counters[key(name, labels)] += amount

    def change(self, name: str, amount: float, **labels: str) -> None:
        """A gauge that goes up and down, such as the requests in progress."""
        with self._lock:
            self.gauges[key(name, labels)] = self.gauges.get(key(name, labels), 0) + amount

    def observe(self, name: str, seconds: float, **labels: str) -> None:
        with self._lock:
            sums = self.histograms.setdefault(key(name, labels), [0.0] * (len(BUCKETS) + 1))
            for at, bound in enumerate(BUCKETS):
                sums[at] += seconds <= bound
            sums[-1] += seconds

    def text(self) -> str:
        """All metrics as Prometheus reads them."""
        with self._lock:
            lines = [f"{name}{labelled(labels)} {value:g}" for (name, labels), value in sorted(self.counters.items())]
            lines += [f"{name}{labelled(labels)} {value:g}" for (name, labels), value in sorted(self.gauges.items())]
            for (name, labels), sums in sorted(self.histograms.items()):
                for bound, amount in zip(BUCKETS, sums):
                    le = "+Inf" if bound == math.inf else f"{bound:g}"
                    lines.append(f"{name}_bucket{labelled((*labels, ('le', le)))} {amount:g}")
                lines.append(f"{name}_sum{labelled(labels)} {sums[-1]:g}")
                lines.append(f"{name}_count{labelled(labels)} {sums[len(BUCKETS) - 1]:g}")
        return "\n".join(lines) + "\n"

    def report(self, namespace: Optional[str], endpoint: Optional[str]) -> None:
        """What has been counted, to the platform. A cloud that cannot be reached must not end the application."""
        try:
            if namespace and "ECS_CONTAINER_METADATA_URI_V4" in os.environ:
                sys.stdout.write("".join(f"{json.dumps(it)}\n" for it in self.embedded(namespace)))
                sys.stdout.flush()
            elif namespace and endpoint:
                post(endpoint, self.otlp(namespace))
        except OSError:
            pass

    def embedded(self, namespace: str) -> list[dict]:
        """The counters since the last report in CloudWatch's embedded metric format: a log line that becomes a metric."""
        with self._lock:
            changed = {it: value - self._reported[it] for it, value in self.counters.items() if value > self._reported[it]}
            self._reported.update(self.counters)
        return [
            {
                "_aws": {
                    "Timestamp": time.time_ns() // 1_000_000,
                    "CloudWatchMetrics": [
                        {"Namespace": namespace, "Dimensions": [[], [it for it, _ in labels]][: 1 + bool(labels)], "Metrics": [{"Name": name}]}
                    ],
                },
                name: value,
                **dict(labels),
            }
            for (name, labels), value in changed.items()
        ]

    def otlp(self, namespace: str) -> dict:
        """The counters as OTLP's JSON: sums since the start."""
        with self._lock:
            counters = dict(self.counters)
        now = time.time_ns()
        metrics = [
            {
                "name": name,
                "sum": {
                    "aggregationTemporality": 2,
                    "isMonotonic": True,
                    "dataPoints": [
                        {
                            "asDouble": value,
                            "startTimeUnixNano": str(self._started),
                            "timeUnixNano": str(now),
                            "attributes": [{"key": it, "value": {"stringValue": text}} for it, text in labels],
                        }
                    ],
                },
            }
            for (name, labels), value in counters.items()
        ]
        resource = {"attributes": [{"key": "service.namespace", "value": {"stringValue": namespace}}]}
        return {"resourceMetrics": [{"resource": resource, "scopeMetrics": [{"metrics": metrics}]}]}


def key(name: str, labels: dict[str, str]) -> Key:
    return name, tuple(sorted(labels.items()))


def labelled(labels: tuple[tuple[str, str], ...]) -> str:
    escaped = [(it, text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")) for it, text in labels]
    return "{" + ",".join(f'{it}="{text}"' for it, text in escaped) + "}" if labels else ""


def post(endpoint: str, body: dict) -> None:
    # The platform names the collector's gRPC port; its HTTP port is the next.
    url = f"{endpoint.rstrip('/').removesuffix(':4317')}:4318/v1/metrics" if endpoint.rstrip("/").endswith(":4317") else f"{endpoint.rstrip('/')}/v1/metrics"
    headers = {"Content-Type": "application/json"}
    urllib.request.urlopen(urllib.request.Request(url, json.dumps(body).encode(), headers), timeout=5).close()
