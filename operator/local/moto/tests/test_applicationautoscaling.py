from tests import EmulatorTest, client


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
