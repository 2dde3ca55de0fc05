from tests.test_eks import ROLE, EksTest

OTHER_ROLE = "arn:aws:iam::123456789012:role/other"


class PodIdentities(EksTest):
    def test_an_association_is_made_changed_and_removed(self):
        made = self.eks.create_pod_identity_association(
            clusterName="lab", namespace="kube-system", serviceAccount="autoscaler", roleArn=ROLE
        )["association"]
        which = {"clusterName": "lab", "associationId": made["associationId"]}
        self.eks.update_pod_identity_association(**which, roleArn=OTHER_ROLE)
        found = self.eks.describe_pod_identity_association(**which)["association"]
        self.assertEqual((found["serviceAccount"], found["roleArn"]), ("autoscaler", OTHER_ROLE))
        self.eks.delete_pod_identity_association(**which)
        with self.assertRaises(self.eks.exceptions.ResourceNotFoundException):
            self.eks.describe_pod_identity_association(**which)
