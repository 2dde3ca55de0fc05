from datetime import datetime, timedelta, timezone

from tests import EmulatorTest, client

NAMESPACE = "AWS/ApplicationELB"
GREEN, BLUE = "targetgroup/green/1", "targetgroup/blue/1"
START = datetime.now(timezone.utc).replace(second=0, microsecond=0) - timedelta(minutes=10)


def dimensions(group, balancer="app/lab/1"):
    return [{"Name": "TargetGroup", "Value": group}, {"Name": "LoadBalancer", "Value": balancer}]


class Metrics(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.cloudwatch = client("cloudwatch")

    def put(self, name, group, minute=0, namespace=NAMESPACE, **data):
        at = START + timedelta(minutes=minute, seconds=20)
        metric = {"MetricName": name, "Dimensions": dimensions(group), "Timestamp": at, **data}
        self.cloudwatch.put_metric_data(Namespace=namespace, MetricData=[metric])

    def get(self, name, stat, asked, minutes=5, period=60, **more):
        metric = {"Namespace": NAMESPACE, "MetricName": name, "Dimensions": asked}
        query = {"Id": "m", "MetricStat": {"Metric": metric, "Period": period, "Stat": stat}}
        window = {"StartTime": START, "EndTime": START + timedelta(minutes=minutes)}
        [found] = self.cloudwatch.get_metric_data(MetricDataQueries=[query], **window, **more)["MetricDataResults"]
        return found["Values"]

    def test_a_sum_is_that_of_the_dimensions_in_any_order(self):
        for minute, count in ((0, 100), (1, 50), (6, 7)):
            self.put("RequestCount", GREEN, minute, Value=count)
        self.put("RequestCount", GREEN, 0, Value=1)
        self.put("RequestCount", BLUE, 0, Value=900)
        self.put("RequestCount", GREEN, 0, namespace="Other", Value=5000)
        for asked in (dimensions(GREEN), dimensions(GREEN)[::-1]):
            self.assertEqual(self.get("RequestCount", "Sum", asked, ScanBy="TimestampAscending"), [101, 50])
            self.assertEqual(self.get("RequestCount", "Sum", asked), [50, 101])
            self.assertEqual(self.get("RequestCount", "Sum", asked, period=300), [151])
        self.assertEqual(self.get("RequestCount", "Sum", dimensions(BLUE)[::-1]), [900])
        self.assertEqual(self.get("RequestCount", "Sum", dimensions(GREEN, "app/other/1")), [])
        self.assertEqual(self.get("RequestCount", "Sum", dimensions(GREEN)[:1]), [])
        self.assertEqual(self.get("HTTPCode_Target_5XX_Count", "Sum", dimensions(GREEN)), [])

    def test_a_percentile_is_one_of_the_values(self):
        self.put("TargetResponseTime", GREEN, Values=[0.1, 0.2, 0.9], Counts=[90, 5, 5])
        self.put("TargetResponseTime", GREEN, 1, Value=0.4)
        self.put("TargetResponseTime", BLUE, Value=7)
        found = {
            it: self.get("TargetResponseTime", it, dimensions(GREEN)[::-1])[::-1]
            for it in ("p50", "p95", "p95.1", "p100")
        }
        self.assertEqual(found, {"p50": [0.1, 0.4], "p95": [0.2, 0.4], "p95.1": [0.9, 0.4], "p100": [0.9, 0.4]})
        self.assertEqual(self.get("TargetResponseTime", "p95", dimensions(GREEN), period=300), [0.4])

    def test_a_percentile_needs_single_values(self):
        def aggregated(least, most):
            return {"SampleCount": 3, "Sum": least * 2 + most, "Minimum": least, "Maximum": most}

        self.put("TargetResponseTime", GREEN, StatisticValues=aggregated(2, 2))
        self.assertEqual(self.get("TargetResponseTime", "p95", dimensions(GREEN)), [2])
        self.put("TargetResponseTime", BLUE, StatisticValues=aggregated(1, 2))
        self.assertEqual(self.get("TargetResponseTime", "p95", dimensions(BLUE)), [])
        self.assertEqual(self.get("TargetResponseTime", "Maximum", dimensions(BLUE)), [2])

    def test_statistics_know_percentiles_too(self):
        self.put("TargetResponseTime", GREEN, Values=[0.1, 0.9], Counts=[90, 10])
        asked = {"Namespace": NAMESPACE, "MetricName": "TargetResponseTime", "Dimensions": dimensions(GREEN)}
        window = {"StartTime": START, "EndTime": START + timedelta(minutes=5), "Period": 60}
        [found] = self.cloudwatch.get_metric_statistics(**asked, **window, ExtendedStatistics=["p50", "p95"])[
            "Datapoints"
        ]
        self.assertEqual(found["ExtendedStatistics"], {"p50": 0.1, "p95": 0.9})


class Alarms(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.cloudwatch = client("cloudwatch")
        for name in ("api-errors", "api-latency", "web-errors"):
            self.cloudwatch.put_metric_alarm(
                AlarmName=name,
                ComparisonOperator="GreaterThanThreshold",
                EvaluationPeriods=1,
                Threshold=1,
                MetricName="Errors",
                Namespace="Lab",
                Period=60,
                Statistic="Sum",
            )

    def names(self, **asked):
        return sorted(it["AlarmName"] for it in self.cloudwatch.describe_alarms(**asked)["MetricAlarms"])

    def test_alarms_are_found_by_state_and_name(self):
        for name in ("api-errors", "web-errors"):
            self.cloudwatch.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="drill")
        self.assertEqual(self.names(StateValue="ALARM"), ["api-errors", "web-errors"])
        self.assertEqual(self.names(StateValue="ALARM", AlarmNames=["api-errors", "api-latency"]), ["api-errors"])
        self.assertEqual(self.names(StateValue="ALARM", AlarmNamePrefix="web"), ["web-errors"])
        self.assertEqual(self.names(AlarmNamePrefix="api-"), ["api-errors", "api-latency"])
        found = self.cloudwatch.describe_alarms(AlarmNames=["api-errors"])["MetricAlarms"][0]
        self.assertEqual((found["StateValue"], found["StateReason"]), ("ALARM", "drill"))
        self.cloudwatch.set_alarm_state(AlarmName="api-errors", StateValue="OK", StateReason="over")
        self.assertEqual(self.names(StateValue="ALARM", AlarmNamePrefix="api"), [])
