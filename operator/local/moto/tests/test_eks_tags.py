from tests.test_eks import EksTest


class Tags(EksTest):
    def test_whatever_belongs_to_a_cluster_can_be_tagged(self):
        addon = self.eks.create_addon(clusterName="lab", addonName="coredns", tags={"a": "1"})["addon"]["addonArn"]
        for arn in (self.cluster()["arn"], addon):
            self.eks.tag_resource(resourceArn=arn, tags={"b": "2"})
            self.eks.untag_resource(resourceArn=arn, tagKeys=["a"])
            self.assertEqual(self.eks.list_tags_for_resource(resourceArn=arn)["tags"], {"b": "2"})
