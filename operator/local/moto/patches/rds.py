"""RDS: several instances in one account, and arguments that are not returned.

- Every instance gets the same DbiResourceId; the provider looks instances up by it: "couldn't find resource" from the
  second on.
- Monitoring and Performance Insights come back empty: the second plan sets them again.
- Parameters of a group come back without Source=user: the second plan adds them again.
- A maintenance window that starts when the backup window ends counts as an overlap: CreateDBInstance is refused.
- The certificate authority is an old default: Terraform changes it, which takes 80 s.
- Automated backups cannot be replicated to another region.
"""

import uuid

from moto.core.responses import ActionResult
from moto.rds import utils
from moto.rds.models import DBInstance, RDSBackend, rds_backends
from moto.rds.responses import RDSResponse

from patching import adds, replaces, store

DEFAULT_DAYS = 7
DEFAULT_AUTHORITY = "rds-ca-rsa2048-g1"


@replaces(utils, "get_overlap_between_two_date_ranges")
def overlap_without_touching(original, *ranges):
    """moto counts 0, windows that only touch, as an overlap."""
    return original(*ranges) or -1


def new_resource_id():
    return f"db-{uuid.uuid4().hex[:26].upper()}"


def keep_insights(database, arguments):
    """The parameters of an instance or a cluster."""
    enabled = arguments.get("enable_performance_insights")
    if enabled is not None:
        database.performance_insights_enabled = enabled
    for name in ("monitoring_interval", "monitoring_role_arn", "performance_insights_kms_key_id"):
        if arguments.get(name) is not None:
            setattr(database, name, arguments[name])
    if enabled:
        days = arguments.get("performance_insights_retention_period")
        database.performance_insights_retention_period = days or DEFAULT_DAYS


@replaces(DBInstance, "__init__")
def create(original, self, backend, *positional, **arguments):
    original(self, backend, *positional, **{"ca_certificate_identifier": DEFAULT_AUTHORITY, **arguments})
    self.dbi_resource_id = new_resource_id()
    keep_insights(self, arguments)


@replaces(DBInstance, "update")
def update(original, self, **arguments):
    original(self, **arguments)
    keep_insights(self, arguments)


@replaces(RDSBackend, "create_db_instance_read_replica")
def create_replica(original, self, arguments):
    replica = original(self, arguments)
    replica.dbi_resource_id = new_resource_id()
    # The replica is a shallow copy of its primary: a list that both hold would change with either.
    replica.enabled_cloudwatch_logs_exports = list(arguments.get("enable_cloudwatch_logs_exports") or [])
    return replica


@replaces(RDSResponse, "describe_db_parameters")
def describe_user_parameters(original, self):
    parameters = original(self).result["Parameters"]
    return ActionResult({"Parameters": [{"Source": "user", **parameter} for parameter in parameters]})


@adds(RDSResponse)
def start_db_instance_automated_backups_replication(self):
    source_arn = self.params["SourceDBInstanceArn"]
    source = instance_of(self, source_arn)
    arn = f"arn:aws:rds:{self.region}:{self.current_account}:auto-backup:ab-{uuid.uuid4().hex[:26]}"
    replication = {
        "DBInstanceArn": source_arn,
        "DBInstanceIdentifier": source.db_instance_identifier,
        "DbiResourceId": source.dbi_resource_id,
        "DBInstanceAutomatedBackupsArn": arn,
        "Region": source_arn.split(":")[3],
        "Status": "replicating",
        "Engine": source.engine,
        "EngineVersion": source.engine_version,
        "Encrypted": source.storage_encrypted,
        "KmsKeyId": self.params.get("KmsKeyId"),
        "BackupRetentionPeriod": self.params.get("BackupRetentionPeriod", DEFAULT_DAYS),
    }
    replications_of(self)[arn] = replication
    source.db_instance_automated_backups_replications = [{"DBInstanceAutomatedBackupsArn": arn}]
    return ActionResult({"DBInstanceAutomatedBackup": replication})


@adds(RDSResponse)
def stop_db_instance_automated_backups_replication(self):
    source_arn = self.params["SourceDBInstanceArn"]
    arn = next(arn for arn, it in replications_of(self).items() if it["DBInstanceArn"] == source_arn)
    instance_of(self, source_arn).db_instance_automated_backups_replications = []
    return ActionResult({"DBInstanceAutomatedBackup": replications_of(self).pop(arn)})


@replaces(RDSResponse, "describe_db_instance_automated_backups")
def describe_replications_too(original, self):
    wanted = self.params.get("DBInstanceAutomatedBackupsArn")
    if not wanted:
        return original(self)
    found = [it for arn, it in replications_of(self).items() if arn == wanted]
    return ActionResult({"DBInstanceAutomatedBackups": found})


def replications_of(response):
    return store(response.backend, "backup_replications")


def instance_of(response, arn):
    region, identifier = arn.split(":")[3], arn.split(":")[-1]
    return rds_backends[response.current_account][region].databases[identifier]
