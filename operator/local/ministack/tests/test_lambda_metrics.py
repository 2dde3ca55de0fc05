import time

from botocore.config import Config

from tests import client, code
from tests.lambda_versions import VersionsTest
from tests.test_cloudwatch import NAMESPACE, form

NAMES = ("Invocations", "Errors", "Throttles")
SOURCE = """
import time

def handler(event, context):
    time.sleep(event["seconds"])
    if event.get("fail"):
        raise RuntimeError("it fails")
"""


class Metrics(VersionsTest):
    def setUp(self):
        super().setUp()
        self.cloudwatch = client("cloudwatch")

    def data(self, names, stat, **dimensions):
        """The statistic of each metric over ten minutes; None without data."""
        now = time.time()
        metrics = [{"Namespace": "AWS/Lambda", "MetricName": name, "Dimensions": pairs(dimensions)} for name in names]
        answer = self.cloudwatch.get_metric_data(
            StartTime=now - 600,
            EndTime=now + 60,
            MetricDataQueries=[
                {"Id": metric["MetricName"].lower(), "MetricStat": {"Metric": metric, "Period": 3600, "Stat": stat}}
                for metric in metrics
            ],
        )
        return [sum(it["Values"]) if it["Values"] else None for it in answer["MetricDataResults"]]

    def test_a_call_of_an_alias_is_counted_by_function_by_alias_and_by_the_version_that_ran(self):
        self.divide(0.5)
        ran = [self.invoke()[0] for _ in range(12)]
        self.assertEqual(set(ran), {"1", "2"})
        self.invoke("2")
        self.invoke("$LATEST")
        self.functions.invoke(FunctionName="f")
        live = {"FunctionName": "f", "Resource": "f:live"}
        for calls, dimensions in (
            (15, {}),
            (15, {"FunctionName": "f"}),
            (12, live),
            (ran.count("1"), {**live, "ExecutedVersion": "1"}),
            (ran.count("2"), {**live, "ExecutedVersion": "2"}),
            (1, {"FunctionName": "f", "Resource": "f:2"}),
            (1, {"FunctionName": "f", "Resource": "f:$LATEST"}),
            (1, {"FunctionName": "f", "Resource": "f"}),
        ):
            self.assertEqual(self.data(NAMES, "Sum", **dimensions), [calls, 0, 0], dimensions)
        # Only calls of an alias have an executed version.
        by_number = {"FunctionName": "f", "Resource": "f:2", "ExecutedVersion": "2"}
        self.assertEqual(self.data(NAMES, "Sum", **by_number), [None, None, None])

    def test_errors_and_p95_are_those_of_the_version(self):
        self.functions.update_function_code(FunctionName="f", ZipFile=code(SOURCE)["ZipFile"])
        self.functions.publish_version(FunctionName="f")
        self.functions.update_alias(
            FunctionName="f", Name="live", FunctionVersion="3", RoutingConfig={"AdditionalVersionWeights": {"1": 0.5}}
        )
        payloads = ['{"seconds": 0.2}', '{"seconds": 0.2, "fail": true}'] * 6
        ran = [self.functions.invoke(FunctionName="f", Qualifier="live", Payload=it) for it in payloads]
        failed = sum("FunctionError" in it for it in ran)
        self.assertEqual({it["ExecutedVersion"] for it in ran}, {"1", "3"})
        live = {"FunctionName": "f", "Resource": "f:live"}
        good, bad = {**live, "ExecutedVersion": "1"}, {**live, "ExecutedVersion": "3"}
        self.assertGreater(failed, 0)
        self.assertEqual((self.data(["Errors"], "Sum", **good), self.data(["Errors"], "Sum", **bad)), ([0], [failed]))
        [slow], [fast] = self.data(["Duration"], "p95", **bad), self.data(["Duration"], "Minimum", **good)
        self.assertGreaterEqual(slow, 200)
        self.assertLess(fast, 200)
        self.assertEqual(self.statistics("Duration", "p95", bad), slow)

    def test_a_duration_is_that_of_the_handler_not_of_the_process(self):
        source = f"import time\ntime.sleep(0.5)\n{SOURCE}"
        self.functions.update_function_code(FunctionName="f", ZipFile=code(source)["ZipFile"])
        for payload in ('{"seconds": 0.1}', '{"seconds": 0.1, "fail": true}', '{"seconds": 0.1}'):
            self.functions.invoke(FunctionName="f", Payload=payload)
        [fastest], [slowest] = (self.data(["Duration"], stat, FunctionName="f") for stat in ("Minimum", "Maximum"))
        self.assertGreaterEqual(fastest, 100)
        self.assertLess(slowest, 500)

    def statistics(self, name, stat, dimensions):
        now = time.time()
        answer = self.cloudwatch.get_metric_statistics(
            Namespace="AWS/Lambda",
            MetricName=name,
            Dimensions=pairs(dimensions),
            StartTime=now - 600,
            EndTime=now + 60,
            Period=3600,
            ExtendedStatistics=[stat],
        )
        return sum(it["ExtendedStatistics"][stat] for it in answer["Datapoints"])

    def test_a_throttled_call_is_counted_by_alias_and_version_too(self):
        self.functions.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=0)
        self.functions = client("lambda", config=Config(retries={"total_max_attempts": 1}))
        for _ in range(3):
            with self.assertRaises(self.functions.exceptions.TooManyRequestsException):
                self.invoke()
        live = {"FunctionName": "f", "Resource": "f:live"}
        for dimensions in (live, {**live, "ExecutedVersion": "1"}):
            self.assertEqual(self.data(NAMES, "Sum", **dimensions), [None, None, 3])

    def test_the_query_protocol_answers_the_same(self):
        self.invoke()
        live = {"FunctionName": "f", "Resource": "f:live", "ExecutedVersion": "1"}
        query = "MetricDataQueries.member.1"
        data = form(
            "GetMetricData",
            **{f"{query}.Id": "calls", f"{query}.MetricStat.Period": "3600", f"{query}.MetricStat.Stat": "Sum"},
            **metric(f"{query}.MetricStat.Metric.", "Invocations", live),
            **window(),
        )
        self.assertEqual(texts(data, "Values/member"), ["1.0"])
        statistics = form(
            "GetMetricStatistics",
            **{"Period": "3600", "ExtendedStatistics.member.1": "p95"},
            **metric("", "Duration", live),
            **window(),
        )
        self.assertEqual(texts(statistics, "ExtendedStatistics/entry/key"), ["p95"])
        [p95] = texts(statistics, "ExtendedStatistics/entry/value")
        self.assertEqual([float(p95)], self.data(["Duration"], "p95", **live))


def pairs(dimensions):
    return [{"Name": name, "Value": value} for name, value in dimensions.items()]


def metric(prefix, name, dimensions):
    """The fields of a form that name a metric."""
    fields = {f"{prefix}Namespace": "AWS/Lambda", f"{prefix}MetricName": name}
    for number, pair in enumerate(pairs(dimensions), 1):
        fields |= {f"{prefix}Dimensions.member.{number}.{key}": value for key, value in pair.items()}
    return fields


def window():
    """The fields of a form for the last ten minutes."""
    start, end = (time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + by)) for by in (-600, 60))
    return {"StartTime": start, "EndTime": end}


def texts(answer, path):
    names = "/".join(f"{{{NAMESPACE}}}{name}" for name in path.split("/"))
    return [it.text for it in answer.iterfind(f".//{names}")]
