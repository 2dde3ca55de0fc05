"""RDS: Aurora clusters.

- Performance Insights come back off, and every cluster has an empty scaling configuration, which only serverless v1
  has: the second plan changes both.
- Login with IAM cannot be switched on or off: every plan switches it.
- A snapshot cannot be restored when RDS manages the password: a 500 (KeyError).
- The automated snapshots of a deleted cluster stay, with its tags: a destroy never seems complete.
"""

from moto.rds.models import DBCluster, RDSBackend
from moto.rds.responses import RDSResponse

from patches.rds import keep_insights
from patching import replaces


@replaces(DBCluster, "__init__")
def create_cluster(original, self, backend, **arguments):
    original(self, backend, **arguments)
    keep_insights(self, arguments)


@replaces(RDSBackend, "modify_db_cluster")
def modify_cluster(original, self, arguments):
    cluster = self.clusters[arguments["db_cluster_identifier"]]
    keep_insights(cluster, arguments)
    iam = arguments.get("enable_iam_database_authentication")
    cluster.iam_auth = cluster.iam_auth if iam is None else iam
    return original(self, arguments)


@replaces(RDSResponse, "delete_db_cluster")
def delete_cluster_with_snapshots(original, self):
    deleted = original(self)
    if self.params.get("DeleteAutomatedBackups") is not False:
        cluster_id, snapshots = deleted.result["DBCluster"].db_cluster_identifier, self.backend.cluster_snapshots
        for name, snapshot in list(snapshots.items()):
            if snapshot.db_cluster_identifier == cluster_id and snapshot.snapshot_type == "automated":
                del snapshots[name]
    return deleted


@replaces(DBCluster, "get_cfg")
def restorable(original, self):
    self.__dict__.setdefault("_master_user_password", None)
    return original(self)


def scaling_of_serverless(cluster):
    return moto_scaling(cluster) if cluster.scaling_configuration else None


moto_scaling = DBCluster.scaling_configuration_info.fget
DBCluster.scaling_configuration_info = property(scaling_of_serverless)
