from tests import EmulatorTest, client


class GetResources(EmulatorTest):
    def test_an_untagged_cluster_does_not_hide_the_others(self):
        client("ecs").create_cluster(clusterName="untagged")
        arn = client("ecs").create_cluster(clusterName="tagged", tags=[{"key": "Stack", "value": "aws-local"}])[
            "cluster"
        ]["clusterArn"]
        self.assertEqual(tagged(), [arn])

    def test_what_was_deleted_is_not_told_of(self):
        ecs, ec2 = client("ecs"), client("ec2")
        ecs.create_cluster(clusterName="lab", tags=[{"key": "Stack", "value": "aws-local"}])
        task = ecs.register_task_definition(
            family="api",
            containerDefinitions=[{"name": "api", "image": "api", "memory": 128}],
            tags=[{"key": "Stack", "value": "aws-local"}],
        )["taskDefinition"]["taskDefinitionArn"]
        subnet = ec2.describe_subnets()["Subnets"][0]["SubnetId"]
        tags = [{"ResourceType": "natgateway", "Tags": [{"Key": "Stack", "Value": "aws-local"}]}]
        gateway = ec2.create_nat_gateway(SubnetId=subnet, TagSpecifications=tags)["NatGateway"]["NatGatewayId"]
        self.assertEqual(len(tagged()), 3)
        ecs.deregister_task_definition(taskDefinition=task)
        ecs.delete_cluster(cluster="lab")
        ec2.delete_nat_gateway(NatGatewayId=gateway)
        self.assertEqual(tagged(), [])


def tagged():
    filters = [{"Key": "Stack", "Values": ["aws-local"]}]
    found = client("resourcegroupstaggingapi").get_resources(TagFilters=filters)["ResourceTagMappingList"]
    return [resource["ResourceARN"] for resource in found]
