import io
import json
import urllib.parse
import urllib.request
import xml.etree.ElementTree as ET
import zipfile

from ministack.core.responses import request_scope
from ministack.services import cloudwatch

from tests import ENDPOINT, EmulatorTest, client, eventually

NAMESPACE = "http://monitoring.amazonaws.com/doc/2010-08-01/"
ERRORS = {
    "Id": "errors",
    "MetricStat": {
        "Metric": {
            "Namespace": "AWS/Lambda",
            "MetricName": "Errors",
            "Dimensions": [{"Name": "FunctionName", "Value": "greet"}],
        },
        "Period": 60,
        "Stat": "Sum",
    },
    "ReturnData": True,
}


def form(action, **fields):
    """A request in the query protocol, which boto3 no longer uses."""
    body = urllib.parse.urlencode({"Action": action, "Version": "2010-08-01", **fields}).encode()
    authorization = (
        "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/monitoring/aws4_request, SignedHeaders=host, Signature=0"
    )
    request = urllib.request.Request(ENDPOINT, body, {"Authorization": authorization})
    with urllib.request.urlopen(request) as response:
        return ET.fromstring(response.read())


def alarm(**changes):
    return {
        "AlarmName": "errors",
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        "EvaluationPeriods": 1,
        "Threshold": 1,
        "TreatMissingData": "notBreaching",
        "Metrics": [ERRORS],
        **changes,
    }


class Points(EmulatorTest):
    def test_a_call_keeps_the_points_where_they_are_added_but_for_old_ones(self):
        old = {"Timestamp": 0, "Value": 1.0, "Unit": "None", "Dimensions": {}}
        with request_scope("123456789012", "us-east-1"):
            points = cloudwatch._metric_bucket(("lab", "Failed", ""))
            points.append(old)
            cloudwatch.record_metric("lab", "Failed", 1)
            client("cloudwatch").describe_alarms()
            self.assertIs(cloudwatch._metric_bucket(("lab", "Failed", "")), points)
        self.assertNotIn(old, points)
        self.assertEqual(len(points), 1)


class Alarms(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.cloudwatch = client("cloudwatch")

    def state(self, name="errors"):
        return self.cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"][0]["StateValue"]

    def put(self, name, value, **dimensions):
        pairs = [{"Name": key, "Value": of} for key, of in dimensions.items()]
        datum = {"MetricName": name, "Value": value, "Dimensions": pairs}
        self.cloudwatch.put_metric_data(Namespace="lab", MetricData=[datum])

    def test_an_alarm_put_as_a_form_is_given_back_whole_as_xml(self):
        stat = "Metrics.member.1.MetricStat"
        form(
            "PutMetricAlarm",
            **{
                "AlarmName": "errors",
                "AlarmDescription": "<The function> fails",
                "ActionsEnabled": "true",
                "AlarmActions.member.1": "arn:aws:sns:us-east-1:123456789012:critical",
                "ComparisonOperator": "GreaterThanThreshold",
                "EvaluationPeriods": "2",
                "Threshold": "1.5",
                "TreatMissingData": "notBreaching",
                "Metrics.member.1.Id": "errors",
                "Metrics.member.1.ReturnData": "true",
                f"{stat}.Metric.Namespace": "AWS/Lambda",
                f"{stat}.Metric.MetricName": "Errors",
                f"{stat}.Metric.Dimensions.member.1.Name": "FunctionName",
                f"{stat}.Metric.Dimensions.member.1.Value": "greet",
                f"{stat}.Period": "60",
                f"{stat}.Stat": "Sum",
            },
        )
        [found] = self.cloudwatch.describe_alarms(AlarmNames=["errors"])["MetricAlarms"]
        self.assertEqual(found["Metrics"], [ERRORS])
        self.assertEqual((found["Threshold"], found["EvaluationPeriods"]), (1.5, 2))
        self.assertNotIn("Statistic", found)

        xml = form("DescribeAlarms", **{"AlarmNames.member.1": "errors"})
        [member] = xml.findall(f".//{{{NAMESPACE}}}MetricAlarms/{{{NAMESPACE}}}member")
        text = {part.tag.removeprefix(f"{{{NAMESPACE}}}"): part.text for part in member}
        self.assertEqual(text["AlarmDescription"], "<The function> fails")
        self.assertEqual((text["ActionsEnabled"], text["TreatMissingData"]), ("true", "notBreaching"))
        self.assertNotIn("MetricName", text)
        self.assertEqual(member.findtext(f".//{{{NAMESPACE}}}Stat"), "Sum")

    def test_an_unknown_action_is_an_error(self):
        with self.assertRaisesRegex(urllib.error.HTTPError, "400"):
            form("PutAlarms")

    def test_an_alarm_looks_at_the_metric_of_its_own_dimensions(self):
        metric = {"Namespace": "lab", "MetricName": "Failed", "Dimensions": [{"Name": "Job", "Value": "a"}]}
        query = {"Id": "failed", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Sum"}}
        self.cloudwatch.put_metric_alarm(**alarm(Metrics=[query]))
        self.put("Failed", 5, Job="b")
        self.assertEqual(self.state(), "OK")
        self.put("Failed", 5, Job="a")
        self.assertEqual(self.state(), "ALARM")

    def test_metric_math_decides(self):
        parts = {"failed": "Failed", "all": "All"}
        queries = [
            {
                "Id": key,
                "MetricStat": {"Metric": {"Namespace": "lab", "MetricName": name}, "Period": 60, "Stat": "Sum"},
                "ReturnData": False,
            }
            for key, name in parts.items()
        ]
        rate = {"Id": "rate", "Expression": "IF(all >= 4 && FILL(failed, 0) > 0, 100 * failed / all, 0)"}
        self.cloudwatch.put_metric_alarm(
            **alarm(Metrics=[*queries, rate], Threshold=50, ComparisonOperator="GreaterThanThreshold")
        )
        self.put("All", 4)
        self.put("Failed", 2)
        self.assertEqual(self.state(), "OK")
        self.put("Failed", 1)
        self.assertEqual(self.state(), "ALARM")

    def test_missing_data_is_treated_as_said(self):
        for treated, expected in (
            ("notBreaching", "OK"),
            ("breaching", "ALARM"),
            ("missing", "INSUFFICIENT_DATA"),
            ("ignore", "INSUFFICIENT_DATA"),
        ):
            self.cloudwatch.put_metric_alarm(**alarm(AlarmName=treated, TreatMissingData=treated))
            self.assertEqual(self.state(treated), expected)

    def test_one_period_of_two_is_not_enough(self):
        self.cloudwatch.put_metric_alarm(**alarm(EvaluationPeriods=2))
        self.cloudwatch.put_metric_alarm(**alarm(AlarmName="any", EvaluationPeriods=2, DatapointsToAlarm=1))
        [datum] = [{"MetricName": "Errors", "Value": 1, "Dimensions": [{"Name": "FunctionName", "Value": "greet"}]}]
        self.cloudwatch.put_metric_data(Namespace="AWS/Lambda", MetricData=[datum])
        self.assertEqual((self.state(), self.state("any")), ("OK", "ALARM"))

    def test_a_failing_function_raises_its_alarm_and_its_topic_tells(self):
        topic = client("sns").create_topic(Name="critical")["TopicArn"]
        queue = client("sqs").create_queue(QueueName="alarms")["QueueUrl"]
        client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint="arn:aws:sqs:us-east-1:123456789012:alarms")
        self.cloudwatch.put_metric_alarm(**alarm(AlarmActions=[topic]))
        function("greet", "def handler(event, context):\n    raise ValueError('expected failure')\n")
        client("lambda").invoke(FunctionName="greet")
        eventually(lambda: self.state() == "ALARM")
        [message] = eventually(lambda: client("sqs").receive_message(QueueUrl=queue).get("Messages"))
        self.assertEqual(json.loads(json.loads(message["Body"])["Message"])["NewStateValue"], "ALARM")

    def test_what_a_queue_holds_is_a_metric(self):
        metric = {
            "Namespace": "AWS/SQS",
            "MetricName": "ApproximateNumberOfMessagesVisible",
            "Dimensions": [{"Name": "QueueName", "Value": "dead"}],
        }
        query = {"Id": "dead", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Maximum"}}
        self.cloudwatch.put_metric_alarm(**alarm(Metrics=[query]))
        queue = client("sqs").create_queue(QueueName="dead")["QueueUrl"]
        self.assertEqual(self.state(), "OK")
        client("sqs").send_message(QueueUrl=queue, MessageBody="given up")
        eventually(lambda: self.state() == "ALARM")


def function(name, text):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("main.py", text)
    client("lambda").create_function(
        FunctionName=name,
        Runtime="python3.11",
        Role="arn:aws:iam::123456789012:role/lab",
        Handler="main.handler",
        Code={"ZipFile": archive.getvalue()},
    )
    client("lambda").get_waiter("function_active_v2").wait(FunctionName=name)
