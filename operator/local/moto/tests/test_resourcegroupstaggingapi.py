from tests import EmulatorTest, client


class GetResources(EmulatorTest):
    def test_an_untagged_cluster_does_not_hide_the_others(self):
        client("ecs").create_cluster(clusterName="untagged")
        arn = client("ecs").create_cluster(clusterName="tagged", tags=[{"key": "Stack", "value": "aws-local"}])["cluster"]["clusterArn"]
        filters = [{"Key": "Stack", "Values": ["aws-local"]}]
        found = client("resourcegroupstaggingapi").get_resources(TagFilters=filters)["ResourceTagMappingList"]
        self.assertEqual([resource["ResourceARN"] for resource in found], [arn])
