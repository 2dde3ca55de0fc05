import urllib.error

from rollouts.behaviours import tag_of, words_of
from tests import EmulatorTest, client, rollouts
from tests.ecs import ServiceTest


class Images(EmulatorTest):
    def test_the_words_of_a_tag_say_how_an_image_behaves(self):
        for image, words in {
            "api": set(),
            "api:1.2.0": set(),
            "slow-api:1.2.0": set(),
            "crashes:5000/api": set(),
            "registry:5000/api:1.2.0-slow": {"slow"},
            "api:never-starts": {"never-starts"},
            "api:1.2.0-slow-crashes": {"slow", "crashes"},
            "api:crashes.2": {"crashes"},
            "api:slower": set(),
            "api@sha256:slow": set(),
            "api:1.2.0-crashes@sha256:abc": {"crashes"},
        }.items():
            self.assertEqual(words_of(image), words, image)
        self.assertEqual(tag_of("registry:5000/api:1.2.0@sha256:abc"), "1.2.0")


class Clock(EmulatorTest):
    def test_it_is_set_and_put_forward_until_the_next_reset(self):
        before = rollouts()
        self.assertEqual((before["seconds"], before["slow_seconds"]), (1, 8))
        after = rollouts(seconds=5, advance=3600)
        self.assertEqual(after["seconds"], 5)
        self.assertGreaterEqual(after["now"] - before["now"], 3600)
        super().setUp()
        self.assertEqual(rollouts()["seconds"], 1)
        self.assertLess(rollouts()["now"] - before["now"], 3600)

    def test_it_says_what_is_wrong_and_changes_nothing(self):
        for wrong in ({"seconds": -1}, {"advance": "soon"}, {"second": 1}, {"slow_seconds": 3, "seconds": None}):
            with self.assertRaises(urllib.error.HTTPError) as refused:
                rollouts(**wrong)
            self.assertEqual(refused.exception.code, 400)
            self.assertIn(b"expected", refused.exception.read())
        self.assertEqual(rollouts()["slow_seconds"], 8)


class Rollouts(ServiceTest):
    def test_a_new_service_reaches_a_steady_state(self):
        self.create("1.0")
        self.assertEqual(self.deployments(), [("PRIMARY", "IN_PROGRESS", "1.0", 0, 2)])
        self.assertIn("in progress", self.service()["deployments"][0]["rolloutStateReason"])
        rollouts(advance=60)
        self.assertEqual(self.deployments(), [("PRIMARY", "IN_PROGRESS", "1.0", 2, 0)])
        self.assertEqual((self.service()["runningCount"], self.health()), (2, ["initial"] * 2))
        rollouts(advance=60)
        self.assertEqual(self.deployments(), [("PRIMARY", "COMPLETED", "1.0", 2, 0)])
        self.assertEqual(self.health(), ["healthy"] * 2)
        self.assertEqual(self.messages()[0], "(service api) has reached a steady state.")
        cluster = self.ecs.describe_clusters(clusters=["lab"])["clusters"][0]
        self.assertEqual((cluster["runningTasksCount"], cluster["activeServicesCount"]), (2, 1))

    def test_the_old_tasks_stay_until_the_new_ones_are_healthy(self):
        self.create("1.0")
        rollouts(advance=200)
        old = {it["taskArn"] for it in self.tasks()}
        answered = self.update("1.1")
        self.assertEqual([it["status"] for it in answered["deployments"]], ["PRIMARY", "ACTIVE"])
        rollouts(advance=60)
        self.assertEqual(
            self.deployments(), [("PRIMARY", "IN_PROGRESS", "1.1", 2, 0), ("ACTIVE", "COMPLETED", "1.0", 2, 0)]
        )
        self.assertEqual(self.health(), ["healthy", "healthy", "initial", "initial"])
        rollouts(advance=60)
        self.assertEqual(self.health(), ["draining", "draining", "healthy", "healthy"])
        self.assertEqual(self.deployments()[0][:2], ("PRIMARY", "IN_PROGRESS"))
        rollouts(advance=60)
        self.assertEqual(self.deployments(), [("PRIMARY", "COMPLETED", "1.1", 2, 0)])
        self.assertEqual(self.health(), ["healthy"] * 2)
        self.assertEqual({it["taskArn"] for it in self.tasks("STOPPED")}, old)
        self.assertRegex(
            self.tasks("STOPPED")[0]["stoppedReason"], r"^Scaling activity initiated by \(deployment ecs-svc/"
        )

    def test_a_slow_image_takes_longer(self):
        self.create("1.0-slow")
        rollouts(advance=300)
        self.assertEqual(self.deployments(), [("PRIMARY", "IN_PROGRESS", "1.0-slow", 0, 2)])
        rollouts(advance=750)
        self.assertEqual(self.deployments(), [("PRIMARY", "COMPLETED", "1.0-slow", 2, 0)])

    def test_an_image_that_never_starts_is_rolled_back(self):
        self.create("1.0")
        rollouts(advance=200)
        serving, before = {it["taskArn"] for it in self.tasks()}, self.service()["deployments"][0]["id"]
        failing = self.update("1.1-never-starts")["deployments"][0]["id"]
        rollouts(advance=110)
        failed = self.service()["deployments"][0]
        self.assertEqual((failed["rolloutState"], failed["failedTasks"], failed["runningCount"]), ("IN_PROGRESS", 2, 0))
        stopped = self.tasks("STOPPED")[0]
        self.assertEqual((stopped["lastStatus"], stopped["stopCode"]), ("STOPPED", "TaskFailedToStart"))
        self.assertRegex(stopped["stoppedReason"], "^CannotPullContainerError: .*api:1.1-never-starts: not found$")
        self.assertNotIn("startedAt", stopped)
        self.assertNotIn("exitCode", stopped["containers"][0])
        rollouts(advance=100)
        primary, active = self.service()["deployments"]
        self.assertEqual((primary["id"], primary["rolloutState"]), (before, "IN_PROGRESS"))
        self.assertEqual(
            primary["rolloutStateReason"], f"ECS deployment circuit breaker: rolling back to deploymentId {before}."
        )
        self.assertEqual((active["id"], active["status"], active["rolloutState"]), (failing, "ACTIVE", "FAILED"))
        self.assertEqual(active["rolloutStateReason"], "ECS deployment circuit breaker: tasks failed to start.")
        self.assertEqual(self.tag(self.service()["taskDefinition"]), "1.0")
        rollouts(advance=110)
        self.assertEqual(self.deployments(), [("PRIMARY", "COMPLETED", "1.0", 2, 0)])
        self.assertEqual({it["taskArn"] for it in self.tasks()}, serving)
        messages = "\n".join(self.messages())
        self.assertIn(f"(service api) (deployment {failing}) deployment failed: tasks failed to start.", messages)
        self.assertIn(f"(service api) rolling back to deployment {before}.", messages)
        self.assertIn("(service api) was unable to start a task. Reason: CannotPullContainerError", messages)

    def test_an_image_that_crashes_is_rolled_back(self):
        self.create("1.0")
        rollouts(advance=200)
        self.update("1.1-crashes")
        rollouts(advance=60)
        self.assertEqual(self.deployments()[0], ("PRIMARY", "IN_PROGRESS", "1.1-crashes", 2, 0))
        self.assertEqual(self.health(), ["healthy", "healthy", "initial", "initial"])
        rollouts(advance=25)
        self.assertEqual(self.health(), ["healthy", "healthy", "unhealthy", "unhealthy"])
        rollouts(advance=120)
        self.assertEqual([it[:3] for it in self.deployments()][1:], [("ACTIVE", "FAILED", "1.1-crashes")])
        crashed = self.tasks("STOPPED")[0]
        self.assertEqual(crashed["stopCode"], "EssentialContainerExited")
        self.assertEqual(crashed["stoppedReason"], "Essential container in task exited")
        self.assertEqual({it["name"]: it["exitCode"] for it in crashed["containers"]}, {"api": 1, "collector": 0})
        self.assertLess(crashed["startedAt"], crashed["stoppedAt"])

    def test_an_alarm_ends_the_deployment_that_watches_it(self):
        cloudwatch = client("cloudwatch")
        for name in ("api-unhealthy", "other"):
            cloudwatch.put_metric_alarm(
                AlarmName=name, ComparisonOperator="GreaterThanThreshold", EvaluationPeriods=1, Threshold=1
            )

        def turn(name, state):
            cloudwatch.set_alarm_state(AlarmName=name, StateValue=state, StateReason="drill")

        alarms = {"alarms": {"alarmNames": ["api-unhealthy"], "enable": True, "rollback": True}}
        self.create("1.0", deploymentConfiguration=alarms)
        rollouts(advance=200)
        turn("api-unhealthy", "ALARM")
        self.assertEqual(self.deployments(), [("PRIMARY", "COMPLETED", "1.0", 2, 0)])
        self.update("1.1")
        turn("other", "ALARM")
        rollouts(advance=60)
        turn("api-unhealthy", "ALARM")
        self.assertEqual(self.deployments()[0][:3], ("PRIMARY", "IN_PROGRESS", "1.1"))
        turn("api-unhealthy", "OK")
        rollouts(advance=50)
        self.assertEqual(self.health(), ["draining", "draining", "healthy", "healthy"])
        turn("api-unhealthy", "ALARM")
        primary, active = self.service()["deployments"]
        self.assertEqual((self.tag(primary["taskDefinition"]), active["rolloutState"]), ("1.0", "FAILED"))
        self.assertEqual(active["rolloutStateReason"], "ECS deployment alarm: alarm detected.")
        rollouts(advance=60)
        self.assertEqual(self.health(), ["healthy", "healthy", "initial", "initial"])
        rollouts(advance=110)
        self.assertEqual(self.deployments(), [("PRIMARY", "COMPLETED", "1.0", 2, 0)])
        self.assertEqual(self.health(), ["healthy"] * 2)

    def test_without_rollback_it_stays_failed_and_the_old_tasks_serve(self):
        breaker = {"deploymentCircuitBreaker": {"enable": True, "rollback": False}}
        self.create("1.0", deploymentConfiguration=breaker)
        rollouts(advance=200)
        self.update("1.1-crashes")
        rollouts(advance=5000)
        failed = [("PRIMARY", "FAILED", "1.1-crashes", 0, 0), ("ACTIVE", "COMPLETED", "1.0", 2, 0)]
        self.assertEqual(self.deployments(), failed)
        self.assertEqual(self.health(), ["healthy"] * 2)
        self.update("1.2")
        rollouts(advance=200)
        self.assertEqual(self.deployments(), [("PRIMARY", "COMPLETED", "1.2", 2, 0)])

    def test_a_first_deployment_has_nothing_to_go_back_to(self):
        self.create("1.0-never-starts")
        rollouts(advance=5000)
        self.assertEqual(self.deployments(), [("PRIMARY", "FAILED", "1.0-never-starts", 0, 0)])

    def test_half_of_the_tasks_must_fail_but_at_least_three(self):
        self.create("1.0-crashes", count=8)
        rollouts(advance=99)
        self.assertEqual(self.deployments()[0][1], "IN_PROGRESS")
        rollouts(advance=10)
        primary = self.service()["deployments"][0]
        self.assertEqual((primary["rolloutState"], primary["failedTasks"] >= 4), ("FAILED", True))

    def test_without_a_breaker_it_tries_for_ever_and_more_and_more_seldom(self):
        self.create("1.0-crashes", count=1, deploymentConfiguration={})
        rollouts(advance=3500)
        first = self.service()["deployments"][0]
        self.assertEqual(first["rolloutState"], "IN_PROGRESS")
        self.assertIn("(service api) is unable to consistently start tasks successfully.", self.messages())
        self.assertIn(first["failedTasks"], range(6, 12))
        rollouts(advance=7 * 86400)
        self.assertIn(self.service()["deployments"][0]["failedTasks"], range(590, 640))
        self.assertLess(len(self.tasks("STOPPED")), 5)

    def test_a_forced_deployment_replaces_the_tasks_and_another_number_does_not(self):
        self.create("1.0")
        rollouts(advance=200)
        before, id = {it["taskArn"] for it in self.tasks()}, self.service()["deployments"][0]["id"]
        self.update(desiredCount=3, healthCheckGracePeriodSeconds=30)
        rollouts(advance=200)
        grown = {it["taskArn"] for it in self.tasks()}
        self.assertEqual((before < grown, len(grown)), (True, 3))
        self.assertEqual(self.service()["deployments"][0]["id"], id)
        self.update(forceNewDeployment=True)
        rollouts(advance=200)
        self.assertFalse(grown & {it["taskArn"] for it in self.tasks()})
        self.assertNotEqual(self.service()["deployments"][0]["id"], id)

    def test_a_service_goes_to_none_and_back(self):
        self.create("1.0")
        rollouts(advance=200)
        self.update(desiredCount=0)
        rollouts(advance=200)
        self.assertEqual((self.deployments(), self.health()), ([("PRIMARY", "COMPLETED", "1.0", 0, 0)], []))
        self.update("1.1", desiredCount=0)
        self.assertEqual(self.deployments(), [("PRIMARY", "COMPLETED", "1.1", 0, 0)])
        self.update(desiredCount=1)
        rollouts(advance=200)
        self.assertEqual((self.deployments(), self.health()), ([("PRIMARY", "COMPLETED", "1.1", 1, 0)], ["healthy"]))

    def test_with_no_room_an_old_task_makes_place(self):
        self.create("1.0", deploymentConfiguration={"minimumHealthyPercent": 50, "maximumPercent": 100})
        rollouts(advance=200)
        self.update("1.1")
        seen = set()
        for _ in range(40):
            rollouts(advance=10)
            seen.add(self.service()["runningCount"] + self.service()["pendingCount"])
        self.assertEqual((min(seen), max(seen)), (1, 2))
        self.assertEqual(self.deployments(), [("PRIMARY", "COMPLETED", "1.1", 2, 0)])

    def test_a_task_that_is_stopped_is_replaced(self):
        self.create("1.0")
        rollouts(advance=200)
        task = self.tasks()[0]["taskArn"]
        self.ecs.stop_task(cluster="lab", task=task, reason="drill")
        rollouts(advance=200)
        self.assertEqual(len(self.tasks()), 2)
        [stopped] = self.tasks("STOPPED")
        self.assertEqual(
            (stopped["taskArn"], stopped["stopCode"], stopped["stoppedReason"]), (task, "UserInitiated", "drill")
        )

    def test_what_a_service_used_can_be_deleted_after_it(self):
        self.create("1.0")
        rollouts(advance=200)
        self.ecs.delete_service(cluster="lab", service="api", force=True)
        self.assertEqual((self.service()["status"], self.health(), self.tasks()), ("INACTIVE", [], []))
        with self.assertRaises(self.ecs.exceptions.ServiceNotActiveException):
            self.update(desiredCount=1)
        self.ec2.delete_security_group(GroupId=self.group)
        self.elb.delete_target_group(TargetGroupArn=self.targets)
        self.assertEqual(self.ec2.describe_network_interfaces()["NetworkInterfaces"], [])

    def test_a_service_that_is_made_again_begins_without_tasks(self):
        for end in (True, False):
            self.create("1.0")
            rollouts(advance=200)
            if end:
                self.ecs.delete_service(cluster="lab", service="api", force=True)
        self.assertEqual((len(self.tasks()), self.health()), (2, ["healthy"] * 2))
        self.create("1.1", count=1)
        self.assertEqual(self.deployments(), [("PRIMARY", "IN_PROGRESS", "1.1", 0, 1)])
        rollouts(advance=200)
        self.assertEqual((len(self.tasks()), self.health()), (1, ["healthy"]))

    def test_a_service_on_fargate_needs_a_network(self):
        with self.assertRaisesRegex(
            self.ecs.exceptions.InvalidParameterException, "Network Configuration must be provided"
        ):
            self.create("1.0", networkConfiguration=None)
        self.assertEqual(self.ecs.list_services(cluster="lab")["serviceArns"], [])
