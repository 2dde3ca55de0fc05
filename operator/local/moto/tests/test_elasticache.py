from tests import EmulatorTest, client


class ReplicationGroups(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.elasticache = client("elasticache")
        self.elasticache.create_replication_group(
            ReplicationGroupId="lab",
            ReplicationGroupDescription="lab",
            Engine="redis",
            EngineVersion="7.1",
            NumCacheClusters=2,
            SnapshotRetentionLimit=7,
            TransitEncryptionEnabled=True,
        )

    def member(self, cluster_id="lab-001"):
        return self.elasticache.describe_cache_clusters(CacheClusterId=cluster_id)["CacheClusters"][0]

    def test_every_member_is_a_cluster(self):
        group = self.elasticache.describe_replication_groups(ReplicationGroupId="lab")["ReplicationGroups"][0]
        self.assertEqual(group["MemberClusters"], ["lab-001", "lab-002"])
        everyone = self.elasticache.describe_cache_clusters()["CacheClusters"]
        self.assertEqual([it["CacheClusterId"] for it in everyone], ["lab-001", "lab-002"])
        self.assertEqual(self.member("lab-002")["EngineVersion"], "7.1.0")
        self.assertEqual(self.member()["TransitEncryptionMode"], "required")

    def test_a_change_reaches_the_members(self):
        self.elasticache.modify_replication_group(
            ReplicationGroupId="lab", SnapshotRetentionLimit=14, AutomaticFailoverEnabled=True
        )
        self.assertEqual(self.member()["SnapshotRetentionLimit"], 14)
        group = self.elasticache.describe_replication_groups(ReplicationGroupId="lab")["ReplicationGroups"][0]
        self.assertEqual(group["AutomaticFailover"], "enabled")

    def test_a_deleted_group_is_gone_with_its_members(self):
        self.elasticache.delete_replication_group(ReplicationGroupId="lab")
        with self.assertRaises(self.elasticache.exceptions.ReplicationGroupNotFoundFault):
            self.elasticache.describe_replication_groups(ReplicationGroupId="lab")
        self.assertEqual(self.elasticache.describe_cache_clusters()["CacheClusters"], [])


class SubnetGroups(EmulatorTest):
    def test_a_subnet_group_can_be_deleted(self):
        ec2, elasticache = client("ec2"), client("elasticache")
        vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]
        elasticache.create_cache_subnet_group(
            CacheSubnetGroupName="lab", CacheSubnetGroupDescription="lab", SubnetIds=[subnet]
        )
        elasticache.delete_cache_subnet_group(CacheSubnetGroupName="lab")
        with self.assertRaises(elasticache.exceptions.CacheSubnetGroupNotFoundFault):
            elasticache.describe_cache_subnet_groups(CacheSubnetGroupName="lab")


class ParameterGroups(EmulatorTest):
    def test_a_parameter_group_is_made_changed_and_removed(self):
        elasticache = client("elasticache")
        group = elasticache.create_cache_parameter_group(
            CacheParameterGroupName="lab",
            CacheParameterGroupFamily="redis7",
            Description="lab",
            Tags=[{"Key": "Stack", "Value": "aws-local"}],
        )["CacheParameterGroup"]
        values = [{"ParameterName": "maxmemory-policy", "ParameterValue": "volatile-lru"}]
        elasticache.modify_cache_parameter_group(CacheParameterGroupName="lab", ParameterNameValues=values)
        found = elasticache.describe_cache_parameters(CacheParameterGroupName="lab")["Parameters"]
        self.assertEqual(found, [{**values[0], "Source": "user"}])
        elasticache.reset_cache_parameter_group(CacheParameterGroupName="lab", ParameterNameValues=values)
        self.assertEqual(elasticache.describe_cache_parameters(CacheParameterGroupName="lab")["Parameters"], [])
        tags = elasticache.list_tags_for_resource(ResourceName=group["ARN"])["TagList"]
        self.assertEqual(tags, [{"Key": "Stack", "Value": "aws-local"}])
        elasticache.delete_cache_parameter_group(CacheParameterGroupName="lab")
        with self.assertRaises(elasticache.exceptions.CacheParameterGroupNotFoundFault):
            elasticache.describe_cache_parameter_groups(CacheParameterGroupName="lab")


class UserGroups(EmulatorTest):
    def test_a_user_group_is_made_changed_and_removed(self):
        elasticache = client("elasticache")
        for user in ("app", "reader"):
            elasticache.create_user(
                UserId=user,
                UserName=user,
                Engine="redis",
                AccessString="on ~* +@all",
                AuthenticationMode={"Type": "iam"},
            )
        elasticache.modify_user(UserId="app", AccessString="on ~* +@read")
        self.assertEqual(elasticache.describe_users(UserId="app")["Users"][0]["AccessString"], "on ~* +@read")

        elasticache.create_user_group(UserGroupId="lab", Engine="redis", UserIds=["app"])
        elasticache.modify_user_group(UserGroupId="lab", UserIdsToAdd=["reader"], UserIdsToRemove=["app"])
        found = elasticache.describe_user_groups(UserGroupId="lab")["UserGroups"][0]
        self.assertEqual((found["Status"], found["UserIds"]), ("active", ["reader"]))
        elasticache.delete_user_group(UserGroupId="lab")
        with self.assertRaises(elasticache.exceptions.UserGroupNotFoundFault):
            elasticache.describe_user_groups(UserGroupId="lab")
