from tests import EmulatorTest, client


class Clusters(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.rds = client("rds")
        login = {"MasterUsername": "postgres", "ManageMasterUserPassword": True}
        self.rds.create_db_cluster(
            DBClusterIdentifier="a", Engine="aurora-postgresql", EnablePerformanceInsights=True, **login
        )

    def cluster(self):
        return self.rds.describe_db_clusters(DBClusterIdentifier="a")["DBClusters"][0]

    def test_performance_insights_come_back(self):
        self.assertTrue(self.cluster()["PerformanceInsightsEnabled"])
        self.assertEqual(self.cluster()["PerformanceInsightsRetentionPeriod"], 7)
        self.rds.modify_db_cluster(
            DBClusterIdentifier="a", EnablePerformanceInsights=True, PerformanceInsightsRetentionPeriod=31
        )
        self.assertEqual(self.cluster()["PerformanceInsightsRetentionPeriod"], 31)

    def test_login_with_iam_is_switched_on_and_off(self):
        for wanted in (True, False):
            self.rds.modify_db_cluster(DBClusterIdentifier="a", EnableIAMDatabaseAuthentication=wanted)
            self.rds.modify_db_cluster(DBClusterIdentifier="a", BackupRetentionPeriod=7)
            self.assertEqual(self.cluster()["IAMDatabaseAuthenticationEnabled"], wanted)

    def test_its_snapshot_can_be_restored(self):
        self.rds.create_db_cluster_snapshot(DBClusterIdentifier="a", DBClusterSnapshotIdentifier="before")
        restored = self.rds.restore_db_cluster_from_snapshot(
            DBClusterIdentifier="b", SnapshotIdentifier="before", Engine="aurora-postgresql"
        )["DBCluster"]
        self.assertEqual((restored["DBClusterIdentifier"], restored["MasterUsername"]), ("b", "postgres"))

    def test_its_automated_snapshots_go_with_it(self):
        types = lambda: [it["SnapshotType"] for it in self.rds.describe_db_cluster_snapshots()["DBClusterSnapshots"]]
        self.assertEqual(types(), ["automated"])
        self.rds.delete_db_cluster(DBClusterIdentifier="a", FinalDBSnapshotIdentifier="last")
        self.assertEqual(types(), ["manual"])

    def test_a_provisioned_cluster_has_no_scaling_configuration(self):
        self.assertNotIn("ScalingConfigurationInfo", self.cluster())
