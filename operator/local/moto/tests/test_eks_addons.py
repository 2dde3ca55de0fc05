from tests.test_eks import ROLE, EksTest


class Addons(EksTest):
    def setUp(self):
        super().setUp()
        self.which = {"clusterName": "lab", "addonName": "aws-ebs-csi-driver"}

    def addon(self):
        return self.eks.describe_addon(**self.which)["addon"]

    def test_an_addon_is_made_changed_and_removed(self):
        self.eks.create_addon(**self.which, configurationValues="{}")
        self.assertEqual((self.addon()["status"], self.addon()["configurationValues"]), ("ACTIVE", "{}"))
        changed = self.eks.update_addon(**self.which, addonVersion="v1.2.3-eksbuild.4", serviceAccountRoleArn=ROLE)
        self.assert_done(changed, addonName="aws-ebs-csi-driver")
        self.assertEqual(self.addon()["addonVersion"], "v1.2.3-eksbuild.4")
        self.assertEqual((self.addon()["serviceAccountRoleArn"], self.addon()["configurationValues"]), (ROLE, "{}"))
        self.eks.delete_addon(**self.which)
        with self.assertRaises(self.eks.exceptions.ResourceNotFoundException):
            self.addon()

    def test_its_pod_identities_come_and_go_with_it(self):
        identity = {"serviceAccount": "ebs-csi-controller-sa", "roleArn": ROLE}
        self.eks.create_addon(**self.which, podIdentityAssociations=[identity])
        [arn] = self.addon()["podIdentityAssociations"]
        which = {"clusterName": "lab", "associationId": arn.split("/")[-1]}
        association = self.eks.describe_pod_identity_association(**which)["association"]
        self.assertEqual((association["roleArn"], association["ownerArn"]), (ROLE, self.addon()["addonArn"]))
        self.eks.delete_addon(**self.which)
        with self.assertRaises(self.eks.exceptions.ResourceNotFoundException):
            self.eks.describe_pod_identity_association(**which)
