"""Counters and durations under one name everywhere: on port 8081 for Prometheus, to the collector where the platform has one."""

import json
import math
import threading
import time
import urllib.request
from collections import defaultdict

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, math.inf)
Key = tuple[str, tuple[tuple[str, str], ...]]


class Metrics:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._started = time.time_ns()
        self.counters: dict[Key, float] = defaultdict(float)
        self.gauges: dict[Key, float] = {}
        self.histograms: dict[Key, list[float]] = {}

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
                for bound, amount in zip(BUCKETS, sums, strict=False):
                    le = "+Inf" if bound == math.inf else f"{bound:g}"
                    lines.append(f"{name}_bucket{labelled((*labels, ('le', le)))} {amount:g}")
                lines.append(f"{name}_sum{labelled(labels)} {sums[-1]:g}")
                lines.append(f"{name}_count{labelled(labels)} {sums[len(BUCKETS) - 1]:g}")
        return "\n".join(lines) + "\n"

    def report(self, endpoint: str | None, service: str) -> None:
        """All that has been measured, to the collector next to the application. One that cannot be reached must not end the application."""
        try:
            if endpoint:
                post(endpoint, self.otlp(service))
        except OSError:
            pass

    def otlp(self, service: str) -> dict:
        """All metrics as OTLP's JSON, since the start, under the names that Prometheus reads too."""
        with self._lock:
            counters, gauges = dict(self.counters), dict(self.gauges)
            histograms = {it: list(sums) for it, sums in self.histograms.items()}
        since = {"startTimeUnixNano": str(self._started), "timeUnixNano": str(time.time_ns())}
        cumulative = {"aggregationTemporality": 2}
        metrics: list[dict] = []
        for (name, labels), value in counters.items():
            point = {"asDouble": value, "attributes": attributes(labels), **since}
            metrics.append({"name": name, "sum": {**cumulative, "isMonotonic": True, "dataPoints": [point]}})
        for (name, labels), value in gauges.items():
            metrics.append(
                {
                    "name": name,
                    "gauge": {"dataPoints": [{"asDouble": value, "attributes": attributes(labels), **since}]},
                }
            )
        for (name, labels), sums in histograms.items():
            amounts = sums[: len(BUCKETS)]
            point = {
                "sum": sums[-1],
                "count": str(int(amounts[-1])),
                "explicitBounds": list(BUCKETS[:-1]),
                "bucketCounts": [
                    str(int(amount - below)) for below, amount in zip([0.0, *amounts], amounts, strict=False)
                ],
                "attributes": attributes(labels),
                **since,
            }
            metrics.append({"name": name, "histogram": {**cumulative, "dataPoints": [point]}})
        resource = {"attributes": attributes((("service.name", service),))}
        return {"resourceMetrics": [{"resource": resource, "scopeMetrics": [{"metrics": metrics}]}]}


def attributes(labels: tuple[tuple[str, str], ...]) -> list[dict]:
    return [{"key": it, "value": {"stringValue": text}} for it, text in labels]


def key(name: str, labels: dict[str, str]) -> Key:
    return name, tuple(sorted(labels.items()))


def labelled(labels: tuple[tuple[str, str], ...]) -> str:
    escaped = [(it, text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")) for it, text in labels]
    return "{" + ",".join(f'{it}="{text}"' for it, text in escaped) + "}" if labels else ""


def post(endpoint: str, body: dict) -> None:
    # The platform names the collector's gRPC port; its HTTP port is the next.
    url = (
        f"{endpoint.rstrip('/').removesuffix(':4317')}:4318/v1/metrics"
        if endpoint.rstrip("/").endswith(":4317")
        else f"{endpoint.rstrip('/')}/v1/metrics"
    )
    headers = {"Content-Type": "application/json"}
    urllib.request.urlopen(urllib.request.Request(url, json.dumps(body).encode(), headers), timeout=5).close()
