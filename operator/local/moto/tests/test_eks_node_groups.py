from tests import client
from tests.test_eks import ROLE, SIZES, EksTest


class NodeGroups(EksTest):
    def setUp(self):
        super().setUp()
        template = self.ec2.create_launch_template(LaunchTemplateName="lab", LaunchTemplateData={"EbsOptimized": True})
        self.template = {"id": template["LaunchTemplate"]["LaunchTemplateId"], "version": "1"}
        self.eks.create_nodegroup(
            clusterName="lab",
            nodegroupName="web",
            scalingConfig=SIZES,
            subnets=[self.subnet],
            nodeRole=ROLE,
            launchTemplate=self.template,
            updateConfig={"maxUnavailablePercentage": 33},
            nodeRepairConfig={"enabled": True},
        )

    def group(self):
        return self.eks.describe_nodegroup(clusterName="lab", nodegroupName="web")["nodegroup"]

    def scaling_groups(self):
        names = [group["name"] for group in self.group()["resources"]["autoScalingGroups"]]
        return client("autoscaling").describe_auto_scaling_groups(AutoScalingGroupNames=names)["AutoScalingGroups"]

    def test_a_group_gives_back_what_it_was_asked_for_and_no_more(self):
        group = self.group()
        self.assertEqual(group["updateConfig"], {"maxUnavailablePercentage": 33})
        self.assertEqual(group["nodeRepairConfig"], {"enabled": True})
        self.assertEqual(group["version"], "1.33")
        self.assertTrue({"remoteAccess", "diskSize"}.isdisjoint(group))

    def test_it_scales_by_a_scaling_group_that_the_cluster_autoscaler_finds(self):
        [found] = self.scaling_groups()
        self.assertEqual((found["MinSize"], found["MaxSize"], found["DesiredCapacity"]), (3, 20, 6))
        self.assertIn("k8s.io/cluster-autoscaler/enabled", [tag["Key"] for tag in found["Tags"]])
        sizes = {"minSize": 4, "maxSize": 30, "desiredSize": 6}
        changed = self.eks.update_nodegroup_config(clusterName="lab", nodegroupName="web", scalingConfig=sizes)
        self.assert_done(changed, nodegroupName="web")
        [found] = self.scaling_groups()
        self.assertEqual((found["MinSize"], found["MaxSize"], found["DesiredCapacity"]), (4, 30, 6))

    def test_the_scaling_group_goes_with_it(self):
        self.eks.delete_nodegroup(clusterName="lab", nodegroupName="web")
        self.assertEqual(client("autoscaling").describe_auto_scaling_groups()["AutoScalingGroups"], [])

    def test_a_new_version_of_its_template_is_rolled_out(self):
        template = {**self.template, "version": "2"}
        changed = self.eks.update_nodegroup_version(clusterName="lab", nodegroupName="web", launchTemplate=template)
        self.assert_done(changed, nodegroupName="web")
        self.assertEqual((self.group()["launchTemplate"]["version"], self.group()["version"]), ("2", "1.33"))
