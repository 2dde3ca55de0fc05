import concurrent.futures
import json

from botocore.exceptions import ClientError

from tests import EmulatorTest, client, eventually

project = {
    "name": "worker",
    "source": {"type": "NO_SOURCE", "buildspec": "version: 0.2"},
    "artifacts": {"type": "NO_ARTIFACTS"},
    "environment": {
        "type": "LINUX_CONTAINER",
        "image": "image",
        "computeType": "BUILD_GENERAL1_SMALL",
        "environmentVariables": [{"name": "STAGE", "value": "test"}, {"name": "LEVEL", "value": "info"}],
    },
    "serviceRole": "arn:aws:iam::123456789012:role/build",
}


def tests_of(name):
    return {"name": name, "type": "TEST", "exportConfig": {"exportConfigType": "NO_EXPORT"}}


class CodeBuild(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.codebuild = client("codebuild")

    def build(self, id):
        return self.codebuild.batch_get_builds(ids=[id])["builds"][0]

    def test_a_project_keeps_all_that_it_is_given(self):
        more = {
            "cache": {"type": "LOCAL", "modes": ["LOCAL_SOURCE_CACHE"]},
            "concurrentBuildLimit": 3,
            "logsConfig": {
                "cloudWatchLogs": {"status": "ENABLED", "groupName": "log"},
                "s3Logs": {"status": "DISABLED"},
            },
            "queuedTimeoutInMinutes": 60,
            "vpcConfig": {"vpcId": "vpc-1", "subnets": ["subnet-1"], "securityGroupIds": ["sg-1"]},
        }
        self.codebuild.create_project(**project, **more)
        (found,) = self.codebuild.batch_get_projects(names=["worker"])["projects"]
        self.assertEqual({key: found[key] for key in more}, more)
        self.codebuild.update_project(name="worker", queuedTimeoutInMinutes=30, concurrentBuildLimit=-1)
        (found,) = self.codebuild.batch_get_projects(names=["worker"])["projects"]
        self.assertEqual(found["queuedTimeoutInMinutes"], 30)
        self.assertNotIn("concurrentBuildLimit", found)
        self.assertEqual(found["cache"], more["cache"])

    def test_a_project_is_deleted_by_its_arn_and_once_is_enough(self):
        arn = self.codebuild.create_project(**project)["project"]["arn"]
        for _ in range(2):
            self.codebuild.delete_project(name=arn)
            self.assertEqual(self.codebuild.list_projects()["projects"], [])

    def test_a_report_group_is_made_changed_and_deleted(self):
        arn = self.codebuild.create_report_group(**tests_of("worker-tests"))["reportGroup"]["arn"]
        self.assertEqual(arn, "arn:aws:codebuild:us-east-1:123456789012:report-group/worker-tests")
        with self.assertRaises(self.codebuild.exceptions.ResourceAlreadyExistsException):
            self.codebuild.create_report_group(**tests_of("worker-tests"))
        self.codebuild.update_report_group(arn=arn, tags=[{"key": "Stack", "value": "one"}])
        found = self.codebuild.batch_get_report_groups(reportGroupArns=[arn, f"{arn}-2"])
        self.assertEqual(found["reportGroups"][0]["tags"], [{"key": "Stack", "value": "one"}])
        self.assertEqual(found["reportGroupsNotFound"], [f"{arn}-2"])
        self.assertEqual(self.codebuild.list_reports_for_report_group(reportGroupArn=arn)["reports"], [])
        self.codebuild.delete_report_group(arn=arn)
        self.assertEqual(self.codebuild.batch_get_report_groups(reportGroupArns=[arn])["reportGroups"], [])

    def test_a_build_has_its_variables_and_ends_after_it_began(self):
        self.codebuild.create_project(**project)
        override = [{"name": "LEVEL", "value": "debug", "type": "PLAINTEXT"}]
        build = self.codebuild.start_build(projectName="worker", environmentVariablesOverride=override)["build"]
        self.assertEqual(build["buildStatus"], "IN_PROGRESS")
        variables = {it["name"]: it["value"] for it in build["environment"]["environmentVariables"]}
        self.assertEqual(variables, {"STAGE": "test", "LEVEL": "debug"})
        eventually(lambda: self.build(build["id"])["buildStatus"] == "SUCCEEDED")
        phases = [phase["phaseType"] for phase in self.build(build["id"])["phases"]]
        self.assertEqual(phases[:3], ["SUBMITTED", "QUEUED", "PROVISIONING"])
        metrics = client("cloudwatch").list_metrics(Namespace="AWS/CodeBuild")["Metrics"]
        self.assertIn("SucceededBuilds", [metric["MetricName"] for metric in metrics])

    def test_a_build_whose_own_command_ends_with_an_error_fails_in_its_phase(self):
        self.codebuild.create_project(**project)
        spec = "version: 0.2\nphases:\n  build:\n    commands:\n      - exit 1\n"
        id = self.codebuild.start_build(projectName="worker", buildspecOverride=spec)["build"]["id"]
        eventually(lambda: self.build(id)["buildStatus"] == "FAILED")
        status = {phase["phaseType"]: phase.get("phaseStatus") for phase in self.build(id)["phases"]}
        self.assertEqual(status["BUILD"], "FAILED")

    def test_one_token_starts_one_build_whoever_asks_and_how_often(self):
        self.codebuild.create_project(**project)
        start = lambda _: self.codebuild.start_build(projectName="worker", idempotencyToken="one")["build"]["id"]
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            self.assertEqual(len(set(pool.map(start, range(16)))), 1)
        self.assertEqual(len(self.codebuild.list_builds()["ids"]), 1)

    def test_a_project_takes_no_more_builds_than_its_limit(self):
        self.codebuild.create_project(**project, concurrentBuildLimit=1)
        first = self.codebuild.start_build(projectName="worker")["build"]["id"]
        with self.assertRaises(ClientError) as refused:
            self.codebuild.start_build(projectName="worker")
        self.assertEqual(refused.exception.response["Error"]["Code"], "AccountLimitExceededException")
        eventually(lambda: self.build(first)["buildStatus"] == "SUCCEEDED")
        self.codebuild.start_build(projectName="worker")

    def test_eventbridge_hears_that_a_build_began_and_how_it_ended(self):
        sqs, events = client("sqs"), client("events")
        url = sqs.create_queue(QueueName="events")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        pattern = {"source": ["aws.codebuild"], "detail": {"project-name": ["worker"]}}
        events.put_rule(Name="builds", EventPattern=json.dumps(pattern))
        events.put_targets(Rule="builds", Targets=[{"Id": "queue", "Arn": arn}])
        self.codebuild.create_project(**project)
        build = self.codebuild.start_build(projectName="worker")["build"]
        heard = []

        def both():
            for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
                heard.append(json.loads(message["Body"])["detail"])
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            return len(heard) == 2

        eventually(both)
        self.assertEqual([detail["build-status"] for detail in heard], ["IN_PROGRESS", "SUCCEEDED"])
        self.assertEqual({detail["build-id"] for detail in heard}, {build["arn"]})
