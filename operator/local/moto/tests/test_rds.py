from tests import EmulatorTest, client

ROLE = "arn:aws:iam::123456789012:role/monitoring"


def create(rds, identifier, **arguments):
    required = {"Engine": "postgres", "DBInstanceClass": "db.t4g.micro", "AllocatedStorage": 20}
    login = {"MasterUsername": "postgres", "MasterUserPassword": "not-a-secret"}
    return rds.create_db_instance(DBInstanceIdentifier=identifier, **required, **login, **arguments)["DBInstance"]


class Instances(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.rds = client("rds")

    def instance(self, identifier):
        return self.rds.describe_db_instances(DBInstanceIdentifier=identifier)["DBInstances"][0]

    def test_every_instance_has_its_own_resource_id(self):
        create(self.rds, "a")
        create(self.rds, "b")
        self.rds.create_db_instance_read_replica(DBInstanceIdentifier="c", SourceDBInstanceIdentifier="a")
        self.assertEqual(len({self.instance(name)["DbiResourceId"] for name in "abc"}), 3)

    def test_monitoring_and_performance_insights_come_back(self):
        create(self.rds, "a", MonitoringInterval=60, MonitoringRoleArn=ROLE, EnablePerformanceInsights=True)
        found = self.instance("a")
        self.assertEqual((found["MonitoringInterval"], found["MonitoringRoleArn"]), (60, ROLE))
        self.assertTrue(found["PerformanceInsightsEnabled"])
        self.assertEqual(found["PerformanceInsightsRetentionPeriod"], 7)

        self.rds.modify_db_instance(DBInstanceIdentifier="a", EnablePerformanceInsights=False, MonitoringInterval=0)
        self.assertFalse(self.instance("a")["PerformanceInsightsEnabled"])
        self.assertEqual(self.instance("a")["MonitoringInterval"], 0)

    def test_the_certificate_authority_is_todays_default(self):
        self.assertEqual(create(self.rds, "a")["CACertificateIdentifier"], "rds-ca-rsa2048-g1")

    def test_a_replica_has_log_exports_of_its_own(self):
        create(self.rds, "a", EnableCloudwatchLogsExports=["postgresql"])
        self.rds.create_db_instance_read_replica(DBInstanceIdentifier="b", SourceDBInstanceIdentifier="a")
        exports = {"EnableLogTypes": ["upgrade"]}
        self.rds.modify_db_instance(DBInstanceIdentifier="b", CloudwatchLogsExportConfiguration=exports)
        self.assertEqual(self.instance("a")["EnabledCloudwatchLogsExports"], ["postgresql"])
        self.assertEqual(self.instance("b")["EnabledCloudwatchLogsExports"], ["upgrade"])

    def test_maintenance_may_start_when_the_backup_ends(self):
        create(self.rds, "a", PreferredBackupWindow="03:00-04:00", PreferredMaintenanceWindow="sun:04:00-sun:05:00")
        with self.assertRaisesRegex(self.rds.exceptions.ClientError, "must not overlap"):
            create(self.rds, "b", PreferredBackupWindow="03:00-04:00", PreferredMaintenanceWindow="sun:03:30-sun:05:00")

    def test_automated_backups_are_replicated_to_another_region(self):
        source = create(self.rds, "a")["DBInstanceArn"]
        other = client("rds", "us-west-2")
        started = other.start_db_instance_automated_backups_replication(
            SourceDBInstanceArn=source, BackupRetentionPeriod=14
        )
        arn = started["DBInstanceAutomatedBackup"]["DBInstanceAutomatedBackupsArn"]
        found = other.describe_db_instance_automated_backups(DBInstanceAutomatedBackupsArn=arn)
        backup = found["DBInstanceAutomatedBackups"][0]
        self.assertEqual((backup["Status"], backup["BackupRetentionPeriod"]), ("replicating", 14))
        self.assertEqual(
            self.instance("a")["DBInstanceAutomatedBackupsReplications"], [{"DBInstanceAutomatedBackupsArn": arn}]
        )

        other.stop_db_instance_automated_backups_replication(SourceDBInstanceArn=source)
        self.assertEqual(self.instance("a").get("DBInstanceAutomatedBackupsReplications", []), [])


class ParameterGroups(EmulatorTest):
    def test_parameters_that_were_set_are_the_users(self):
        rds = client("rds")
        rds.create_db_parameter_group(
            DBParameterGroupName="lab", DBParameterGroupFamily="postgres16", Description="lab"
        )
        parameter = {"ParameterName": "rds.force_ssl", "ParameterValue": "1", "ApplyMethod": "immediate"}
        rds.modify_db_parameter_group(DBParameterGroupName="lab", Parameters=[parameter])
        found = rds.describe_db_parameters(DBParameterGroupName="lab")["Parameters"]
        self.assertEqual(found, [{**parameter, "Source": "user"}])
