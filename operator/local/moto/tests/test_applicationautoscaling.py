import time

from tests import EmulatorTest, client


class Targets(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.ecs, self.autoscaling = client("ecs"), client("application-autoscaling")
        self.ecs.create_cluster(clusterName="lab")
        self.ecs.register_task_definition(
            family="api", containerDefinitions=[{"name": "api", "image": "api", "memory": 128}]
        )
        self.ecs.create_service(cluster="lab", serviceName="api", taskDefinition="api", desiredCount=2)

    def register(self, **limits):
        self.autoscaling.register_scalable_target(
            ServiceNamespace="ecs", ResourceId="service/lab/api", ScalableDimension="ecs:service:DesiredCount", **limits
        )

    def desired(self):
        service = self.ecs.describe_services(cluster="lab", services=["api"])["services"][0]
        return service["desiredCount"]

    def target(self):
        return self.autoscaling.describe_scalable_targets(ServiceNamespace="ecs")["ScalableTargets"][0]

    def test_a_service_is_kept_within_its_limits(self):
        self.register(MinCapacity=1, MaxCapacity=10)
        self.assertEqual(self.desired(), 2)
        self.register(MinCapacity=4)
        self.assertEqual(self.desired(), 4)
        self.register(MinCapacity=0, MaxCapacity=3)
        self.assertEqual(self.desired(), 3)
        self.register(MaxCapacity=0)
        self.assertEqual(self.desired(), 0)
        self.register(MinCapacity=2, MaxCapacity=10)
        self.assertEqual(self.desired(), 2)
        deadline = time.monotonic() + 30
        while self.running() < 2 and time.monotonic() < deadline:
            time.sleep(0.1)
        self.assertEqual(self.running(), 2)

    def running(self):
        return self.ecs.describe_services(cluster="lab", services=["api"])["services"][0]["runningCount"]

    def test_what_is_suspended_stays_so(self):
        suspended = {
            "DynamicScalingInSuspended": True,
            "DynamicScalingOutSuspended": False,
            "ScheduledScalingSuspended": True,
        }
        self.register(MinCapacity=1, MaxCapacity=10, SuspendedState=suspended)
        self.register(MinCapacity=2)
        self.assertEqual(self.target()["SuspendedState"], suspended)
        self.assertEqual((self.target()["MinCapacity"], self.target()["MaxCapacity"]), (2, 10))
        self.register(SuspendedState=suspended | {"ScheduledScalingSuspended": False})
        self.assertFalse(self.target()["SuspendedState"]["ScheduledScalingSuspended"])


class Tags(EmulatorTest):
    def test_the_tags_of_a_scalable_target_can_be_read_and_changed(self):
        client("ecs").create_cluster(clusterName="lab")
        client("ecs").register_task_definition(
            family="api", containerDefinitions=[{"name": "api", "image": "api", "memory": 128}]
        )
        client("ecs").create_service(cluster="lab", serviceName="api", taskDefinition="api", desiredCount=1)
        autoscaling = client("application-autoscaling")
        arn = autoscaling.register_scalable_target(
            ServiceNamespace="ecs",
            ResourceId="service/lab/api",
            ScalableDimension="ecs:service:DesiredCount",
            MinCapacity=1,
            MaxCapacity=2,
            Tags={"Stack": "aws-local"},
        )["ScalableTargetARN"]
        autoscaling.tag_resource(ResourceARN=arn, Tags={"System": "lab"})
        autoscaling.untag_resource(ResourceARN=arn, TagKeys=["Stack"])
        self.assertEqual(autoscaling.list_tags_for_resource(ResourceARN=arn)["Tags"], {"System": "lab"})
