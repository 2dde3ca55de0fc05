from tests.test_eks import EksTest

# With a path: the slashes arrive encoded.
ADMIN = "arn:aws:iam::123456789012:role/team/Admin"
POLICY = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"


class AccessEntries(EksTest):
    def setUp(self):
        super().setUp()
        self.entry = {"clusterName": "lab", "principalArn": ADMIN}
        self.eks.create_access_entry(**self.entry, kubernetesGroups=["ops"])

    def policies(self):
        return self.eks.list_associated_access_policies(**self.entry)["associatedAccessPolicies"]

    def test_an_entry_is_made_changed_and_removed(self):
        self.eks.update_access_entry(**self.entry, kubernetesGroups=["dev"])
        entry = self.eks.describe_access_entry(**self.entry)["accessEntry"]
        self.assertEqual((entry["kubernetesGroups"], entry["username"], entry["type"]), (["dev"], ADMIN, "STANDARD"))
        self.assertRegex(entry["accessEntryArn"], ":access-entry/lab/role/123456789012/Admin/")
        with self.assertRaises(self.eks.exceptions.ResourceInUseException):
            self.eks.create_access_entry(**self.entry)
        self.eks.delete_access_entry(**self.entry)
        with self.assertRaises(self.eks.exceptions.ResourceNotFoundException):
            self.eks.describe_access_entry(**self.entry)

    def test_policies_are_associated_with_a_scope_and_taken_away(self):
        scope = {"type": "namespace", "namespaces": ["ai-prism-prod"]}
        self.eks.associate_access_policy(**self.entry, policyArn=POLICY, accessScope=scope)
        self.assertEqual([(it["policyArn"], it["accessScope"]) for it in self.policies()], [(POLICY, scope)])
        self.eks.disassociate_access_policy(**self.entry, policyArn=POLICY)
        self.assertEqual(self.policies(), [])
