from tests import EmulatorTest, client

ROLE = "arn:aws:iam::123456789012:role/lab"
SIZES = {"minSize": 3, "maxSize": 20, "desiredSize": 6}


class EksTest(EmulatorTest):
    """A test that starts with one cluster, `lab`."""

    def setUp(self):
        super().setUp()
        self.eks, self.ec2 = client("eks"), client("ec2")
        subnet = self.ec2.describe_subnets()["Subnets"][0]
        self.vpc, self.subnet = subnet["VpcId"], subnet["SubnetId"]
        self.create("lab")

    def create(self, name, **arguments):
        network = {"subnetIds": [self.subnet], "endpointPrivateAccess": True, "publicAccessCidrs": ["203.0.113.0/24"]}
        self.eks.create_cluster(name=name, version="1.33", roleArn=ROLE, resourcesVpcConfig=network, **arguments)
        return self.cluster(name)

    def cluster(self, name="lab"):
        return self.eks.describe_cluster(name=name)["cluster"]

    def assert_done(self, changed, **which):
        found = self.eks.describe_update(name="lab", updateId=changed["update"]["id"], **which)["update"]
        self.assertEqual(found["status"], "Successful")


class Clusters(EksTest):
    def test_a_cluster_gives_back_what_it_was_asked_for(self):
        access = {"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": False}
        cluster = self.create("other", accessConfig=access, upgradePolicy={"supportType": "STANDARD"})
        self.assertEqual(cluster["accessConfig"], access)
        self.assertEqual(cluster["upgradePolicy"], {"supportType": "STANDARD"})

    def test_each_has_an_issuer_of_its_own(self):
        self.assertNotEqual(self.create("other")["identity"], self.cluster()["identity"])

    def test_it_is_in_a_vpc_and_its_security_group_goes_with_it(self):
        network = self.cluster()["resourcesVpcConfig"]
        self.assertEqual((network["vpcId"], network["endpointPublicAccess"]), (self.vpc, True))
        groups = lambda: self.ec2.describe_security_groups(
            Filters=[{"Name": "group-id", "Values": [network["clusterSecurityGroupId"]]}]
        )["SecurityGroups"]
        self.assertEqual([group["VpcId"] for group in groups()], [self.vpc])
        self.eks.delete_cluster(name="lab")
        self.assertEqual(groups(), [])

    def test_a_change_of_one_thing_leaves_the_rest_and_can_be_waited_for(self):
        changed = self.eks.update_cluster_config(
            name="lab", resourcesVpcConfig={"publicAccessCidrs": ["203.0.113.0/25"]}
        )
        self.assert_done(changed)
        network = self.cluster()["resourcesVpcConfig"]
        self.assertEqual((network["publicAccessCidrs"], network["subnetIds"]), (["203.0.113.0/25"], [self.subnet]))
        self.assert_done(self.eks.update_cluster_version(name="lab", version="1.34"))
        self.assertEqual(self.cluster()["version"], "1.34")
