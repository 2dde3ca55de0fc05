from tests import client, rollouts
from tests.ecs import ServiceTest


class Tasks(ServiceTest):
    def run_task(self, tag, **more):
        arguments = {"cluster": "lab", "taskDefinition": self.define(tag), "networkConfiguration": self.network}
        return self.ecs.run_task(**arguments | more)["tasks"]

    def see(self, task):
        return self.ecs.describe_tasks(cluster="lab", tasks=[task["taskArn"]], include=["TAGS"])["tasks"][0]

    def codes(self, task):
        return {it["name"]: it.get("exitCode") for it in self.see(task)["containers"]}

    def test_a_task_runs_to_its_end(self):
        overrides = {"containerOverrides": [{"name": "api", "command": ["migrate"]}]}
        [task] = self.run_task(
            "1.0", overrides=overrides, startedBy="release-7", tags=[{"key": "Stack", "value": "aws"}]
        )
        self.assertEqual(
            (task["lastStatus"], task["desiredStatus"], task["launchType"]), ("PROVISIONING", "RUNNING", "FARGATE")
        )
        states = []
        for _ in range(11):
            states.append(self.see(task)["lastStatus"])
            rollouts(advance=10)
        self.assertEqual(list(dict.fromkeys(states)), ["PROVISIONING", "PENDING", "RUNNING", "STOPPED"])
        ended = self.see(task)
        self.assertEqual(ended["stopCode"], "EssentialContainerExited")
        self.assertEqual(ended["stoppedReason"], "Essential container in task exited")
        self.assertEqual(self.codes(task), {"api": 0, "collector": 0})
        self.assertEqual((ended["startedBy"], ended["group"]), ("release-7", "family:api"))
        self.assertEqual(ended["overrides"]["containerOverrides"], overrides["containerOverrides"])
        self.assertEqual(ended["tags"], [{"key": "Stack", "value": "aws"}])
        self.assertLess(ended["createdAt"], ended["startedAt"])
        self.assertLess(ended["startedAt"], ended["stoppedAt"])

    def test_a_task_that_crashes_exits_with_1(self):
        [task] = self.run_task("1.0-crashes")
        rollouts(advance=110)
        self.assertEqual(
            (self.see(task)["stopCode"], self.codes(task)), ("EssentialContainerExited", {"api": 1, "collector": 0})
        )

    def test_a_task_that_never_starts_has_no_exit_code(self):
        [task] = self.run_task("1.0-never-starts")
        rollouts(advance=90)
        self.assertEqual(self.see(task)["lastStatus"], "PENDING")
        rollouts(advance=20)
        self.assertEqual(
            (self.see(task)["stopCode"], self.codes(task)), ("TaskFailedToStart", {"api": None, "collector": None})
        )
        self.assertRegex(self.see(task)["stoppedReason"], "^CannotPullContainerError: ")

    def test_a_slow_task_takes_longer(self):
        [task] = self.run_task("1.0-slow")
        rollouts(advance=900)
        self.assertEqual(self.see(task)["lastStatus"], "RUNNING")
        rollouts(advance=110)
        self.assertEqual((self.see(task)["lastStatus"], self.codes(task)["api"]), ("STOPPED", 0))

    def test_a_network_needs_no_names_for_its_hosts(self):
        vpc = self.ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
        subnet = self.ec2.create_subnet(VpcId=vpc, CidrBlock="10.9.0.0/24")["Subnet"]["SubnetId"]
        group = self.ec2.create_security_group(GroupName="own", Description="own", VpcId=vpc)["GroupId"]
        network = {"awsvpcConfiguration": {"subnets": [subnet], "securityGroups": [group]}}
        [task] = self.run_task("1.0", networkConfiguration=network)
        self.create("1.0", networkConfiguration=network)
        rollouts(advance=110)
        self.assertEqual(self.see(task)["lastStatus"], "STOPPED")
        self.assertEqual(self.deployments(), [("PRIMARY", "COMPLETED", "1.0", 2, 0)])

    def test_a_token_runs_a_task_once(self):
        definition = self.define("1.0")
        asked = {
            "cluster": "lab",
            "taskDefinition": definition,
            "networkConfiguration": self.network,
            "clientToken": "a",
        }
        first = self.ecs.run_task(**asked)["tasks"][0]["taskArn"]
        self.assertEqual(self.ecs.run_task(**asked)["tasks"][0]["taskArn"], first)
        with self.assertRaises(self.ecs.exceptions.ConflictException):
            self.ecs.run_task(**asked | {"startedBy": "other"})
        self.assertNotEqual(self.ecs.run_task(**asked | {"clientToken": "b"})["tasks"][0]["taskArn"], first)
        self.assertEqual(len(self.ecs.list_tasks(cluster="lab")["taskArns"]), 2)

    def test_a_task_that_is_stopped_ends_soon(self):
        [task] = self.run_task("1.0-slow")
        rollouts(advance=600)
        stopping = self.ecs.stop_task(cluster="lab", task=task["taskArn"], reason="drill")["task"]
        self.assertEqual((stopping["desiredStatus"], stopping["lastStatus"]), ("STOPPED", "DEACTIVATING"))
        rollouts(advance=60)
        ended = self.see(task)
        self.assertEqual(
            (ended["lastStatus"], ended["stopCode"], ended["stoppedReason"]), ("STOPPED", "UserInitiated", "drill")
        )
        with self.assertRaisesRegex(self.ecs.exceptions.InvalidParameterException, "not found"):
            self.ecs.stop_task(cluster="lab", task="0" * 32)

    def test_tasks_are_found_by_what_they_are(self):
        self.create("1.0")
        [one_off] = self.run_task("1.0", startedBy="release-7")
        rollouts(advance=90)
        deployment = self.service()["deployments"][0]["id"]
        [arn] = self.ecs.list_tasks(cluster="lab", startedBy="release-7")["taskArns"]
        self.assertEqual(arn, one_off["taskArn"])
        self.assertEqual(len(self.ecs.list_tasks(cluster="lab")["taskArns"]), 3)
        self.assertEqual(len(self.ecs.list_tasks(cluster="lab", startedBy=deployment)["taskArns"]), 2)
        self.assertEqual({it["group"] for it in self.tasks()}, {"service:api"})
        self.ecs.deregister_task_definition(taskDefinition=one_off["taskDefinitionArn"])
        self.assertEqual(len(self.ecs.list_tasks(cluster="lab", family="api")["taskArns"]), 3)
        self.assertEqual(self.ecs.list_tasks(cluster="lab", family="ap")["taskArns"], [])
        rollouts(advance=20)
        self.assertNotIn(one_off["taskArn"], self.ecs.list_tasks(cluster="lab")["taskArns"])
        self.assertEqual(self.ecs.list_tasks(cluster="lab", desiredStatus="STOPPED")["taskArns"], [one_off["taskArn"]])

    def test_a_task_is_forgotten_an_hour_after_it_stopped(self):
        [task] = self.run_task("1.0")
        rollouts(advance=3500)
        self.assertEqual(self.see(task)["lastStatus"], "STOPPED")
        rollouts(advance=300)
        answer = self.ecs.describe_tasks(cluster="lab", tasks=[task["taskArn"]])
        self.assertEqual((answer["tasks"], answer["failures"]), ([], [{"arn": task["taskArn"], "reason": "MISSING"}]))

    def test_a_task_shows_its_containers_and_address(self):
        self.create(f"1.0@sha256:{'a' * 64}", propagateTags="SERVICE", tags=[{"key": "Stack", "value": "aws"}], count=1)
        rollouts(advance=60)
        [task] = self.tasks()
        self.assertEqual(self.see(task)["tags"], [{"key": "Stack", "value": "aws"}])
        api, collector = task["containers"]
        self.assertEqual((api["imageDigest"], api["lastStatus"]), (f"sha256:{'a' * 64}", "RUNNING"))
        self.assertRegex(collector["imageDigest"], "^sha256:[0-9a-f]{64}$")
        [target] = self.elb.describe_target_health(TargetGroupArn=self.targets)["TargetHealthDescriptions"]
        address = api["networkInterfaces"][0]["privateIpv4Address"]
        self.assertEqual(target["Target"], {"Id": address, "Port": 8080})
        self.assertEqual((task["capacityProviderName"], task["cpu"], task["memory"]), ("FARGATE", "256", "512"))

    def test_only_a_container_with_a_health_check_is_healthy(self):
        self.create("1.0", count=1)
        rollouts(advance=110)
        self.assertEqual(self.tasks()[0]["healthStatus"], "UNKNOWN")
        self.ecs.update_service(
            cluster="lab", service="api", taskDefinition=self.define("1.1", healthCheck={"command": ["CMD", "/check"]})
        )
        rollouts(advance=60)
        self.assertEqual({it["healthStatus"] for it in self.tasks()}, {"UNKNOWN"})
        rollouts(advance=110)
        self.assertEqual([it["healthStatus"] for it in self.tasks()], ["HEALTHY"])

    def test_a_stopped_task_is_no_resource(self):
        [task] = self.run_task("1.0", tags=[{"key": "Stack", "value": "aws"}])
        tags, wanted = client("resourcegroupstaggingapi"), [{"Key": "Stack", "Values": ["aws"]}]
        [found] = tags.get_resources(TagFilters=wanted)["ResourceTagMappingList"]
        self.assertEqual(found["ResourceARN"], task["taskArn"])
        rollouts(advance=110)
        self.assertEqual(tags.get_resources(TagFilters=wanted)["ResourceTagMappingList"], [])
