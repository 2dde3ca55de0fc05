"""ElastiCache: replication groups with members, parameter groups, user groups.

- The members of a replication group do not exist: "Cache cluster <group>-001 not found"; num_cache_clusters is
  ignored.
- A deleted replication group stays in "deleting": a destroy waits until it times out.
- CreateCacheParameterGroup, CreateUserGroup, ModifyReplicationGroup, ModifyUser and related actions are missing.
- DeleteCacheSubnetGroup is missing: a destroy stops.
- The engine version comes back as given ("7.1"), where the provider reads three parts and refuses two.
"""

from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult, EmptyResult
from moto.elasticache.models import ElastiCacheBackend, ReplicationGroup
from moto.elasticache.responses import ElastiCacheResponse

from patching import adds, replaces, store


@replaces(ReplicationGroup, "_set_node_members_clusters_disabled")
def count_cache_clusters(original, self, **arguments):
    arguments["replicas_per_node_group"] = arguments["replicas_per_node_group"] or arguments["num_cache_clusters"] - 1
    original(self, **arguments)


def member(group, cluster_id):
    """A member as the API returns it: nearly all of its values are those of its group."""
    version = group.engine_version or "7.1"
    return {
        "ARN": group.arn.replace(f":replicationgroup:{group.replication_group_id}", f":cluster:{cluster_id}"),
        "AtRestEncryptionEnabled": group.at_rest_encryption_enabled,
        "AutoMinorVersionUpgrade": str(group.auto_minor_version_upgrade).lower() != "false",
        "CacheClusterId": cluster_id,
        "CacheClusterStatus": "available",
        "CacheNodeType": group.cache_node_type,
        "CacheParameterGroup": {"CacheParameterGroupName": group.cache_parameter_group_name or "default.redis7"},
        "CacheSubnetGroupName": group.cache_subnet_group_name,
        "Engine": group.engine,
        "EngineVersion": f"{version}.0" if version.count(".") == 1 else version,
        "NumCacheNodes": 1,
        "PreferredMaintenanceWindow": group.preferred_maintenance_window or "sun:05:00-sun:06:00",
        "ReplicationGroupId": group.replication_group_id,
        "SecurityGroups": [{"SecurityGroupId": it, "Status": "active"} for it in group.security_group_ids or []],
        "SnapshotRetentionLimit": group.snapshot_retention_limit,
        "SnapshotWindow": group.snapshot_window,
        "TransitEncryptionEnabled": group.transit_encryption_enabled,
        "TransitEncryptionMode": group.transit_encryption_mode
        or ("required" if group.transit_encryption_enabled else None),
    }


@replaces(ElastiCacheBackend, "describe_cache_clusters")
def describe_members_too(original, self, cache_cluster_id=None):
    groups = self.replication_groups.values()
    members = [member(group, it) for group in groups for it in group.member_clusters]
    if not cache_cluster_id:
        return [*original(self), *members]
    return [it for it in members if it["CacheClusterId"] == cache_cluster_id] or original(self, cache_cluster_id)


@replaces(ElastiCacheBackend, "delete_replication_group")
def delete_at_once(original, self, replication_group_id, retain_primary_cluster=None):
    deleted = original(self, replication_group_id, retain_primary_cluster)
    del self.replication_groups[replication_group_id]
    return deleted


@adds(ElastiCacheResponse)
def modify_replication_group(self):
    group = self.elasticache_backend.describe_replication_groups(self._get_param("ReplicationGroupId"))[0]
    plain = {
        "AutoMinorVersionUpgrade": "auto_minor_version_upgrade",
        "CacheNodeType": "cache_node_type",
        "CacheParameterGroupName": "cache_parameter_group_name",
        "EngineVersion": "engine_version",
        "PreferredMaintenanceWindow": "preferred_maintenance_window",
        "ReplicationGroupDescription": "description",
        "SecurityGroupIds": "security_group_ids",
        "SnapshotRetentionLimit": "snapshot_retention_limit",
        "SnapshotWindow": "snapshot_window",
    }
    for parameter, attribute in plain.items():
        if self._get_param(parameter) is not None:
            setattr(group, attribute, self._get_param(parameter))
    for parameter, attribute in (("AutomaticFailoverEnabled", "automatic_failover"), ("MultiAZEnabled", "multi_az")):
        if self._get_param(parameter) is not None:
            setattr(group, attribute, "enabled" if self._get_bool_param(parameter) else "disabled")
    return ActionResult({"ReplicationGroup": group})


@adds(ElastiCacheResponse)
def delete_cache_subnet_group(self):
    name = self._get_param("CacheSubnetGroupName")
    self.elasticache_backend.describe_cache_subnet_groups(name)
    del self.elasticache_backend.cache_subnet_groups[name]
    return EmptyResult()


# ---- Parameter groups


class CacheParameterGroupNotFound(ServiceException):
    code = "CacheParameterGroupNotFound"


def parameter_group(response):
    name = response._get_param("CacheParameterGroupName")
    groups = store(response.elasticache_backend, "parameter_groups")
    if name not in groups:
        raise CacheParameterGroupNotFound(f"CacheParameterGroup not found: {name}")
    return groups[name]


@adds(ElastiCacheResponse)
def create_cache_parameter_group(self):
    name = self._get_param("CacheParameterGroupName")
    group = {
        "ARN": f"arn:aws:elasticache:{self.region}:{self.current_account}:parametergroup:{name}",
        "CacheParameterGroupFamily": self._get_param("CacheParameterGroupFamily"),
        "CacheParameterGroupName": name,
        "Description": self._get_param("Description"),
        "IsGlobal": False,
        "Parameters": {},
    }
    store(self.elasticache_backend, "parameter_groups")[name] = group
    self.elasticache_backend.add_tags_to_resource(group["ARN"], self._get_param("Tags") or [])
    return ActionResult({"CacheParameterGroup": group})


@adds(ElastiCacheResponse)
def describe_cache_parameter_groups(self):
    return ActionResult({"CacheParameterGroups": [parameter_group(self)]})


@adds(ElastiCacheResponse)
def modify_cache_parameter_group(self):
    for parameter in self._get_param("ParameterNameValues"):
        parameter_group(self)["Parameters"][parameter["ParameterName"]] = parameter["ParameterValue"]
    return ActionResult({"CacheParameterGroupName": self._get_param("CacheParameterGroupName")})


@adds(ElastiCacheResponse)
def reset_cache_parameter_group(self):
    for parameter in self._get_param("ParameterNameValues") or []:
        parameter_group(self)["Parameters"].pop(parameter["ParameterName"], None)
    return ActionResult({"CacheParameterGroupName": self._get_param("CacheParameterGroupName")})


@adds(ElastiCacheResponse)
def describe_cache_parameters(self):
    values = parameter_group(self)["Parameters"].items()
    parameters = [{"ParameterName": name, "ParameterValue": value, "Source": "user"} for name, value in values]
    return ActionResult({"Parameters": parameters})


@adds(ElastiCacheResponse)
def delete_cache_parameter_group(self):
    name = parameter_group(self)["CacheParameterGroupName"]
    del store(self.elasticache_backend, "parameter_groups")[name]
    return EmptyResult()


# ---- Users and user groups


@adds(ElastiCacheResponse)
def modify_user(self):
    user = self.elasticache_backend.describe_users(self._get_param("UserId"))[0]
    user.access_string = self._get_param("AccessString") or user.access_string
    return ActionResult(user)


class UserGroupNotFound(ServiceException):
    code = "UserGroupNotFound"


def user_group(response):
    group_id = response._get_param("UserGroupId")
    groups = store(response.elasticache_backend, "user_groups")
    if group_id not in groups:
        raise UserGroupNotFound(f"UserGroup {group_id} not found.")
    return groups[group_id]


@adds(ElastiCacheResponse)
def create_user_group(self):
    group_id = self._get_param("UserGroupId")
    group = {
        "ARN": f"arn:aws:elasticache:{self.region}:{self.current_account}:usergroup:{group_id}",
        "Engine": self._get_param("Engine"),
        "MinimumEngineVersion": "6.0",
        "Status": "active",
        "UserGroupId": group_id,
        "UserIds": self._get_param("UserIds") or [],
    }
    store(self.elasticache_backend, "user_groups")[group_id] = group
    self.elasticache_backend.add_tags_to_resource(group["ARN"], self._get_param("Tags") or [])
    return ActionResult(group)


@adds(ElastiCacheResponse)
def describe_user_groups(self):
    return ActionResult({"UserGroups": [user_group(self)]})


@adds(ElastiCacheResponse)
def modify_user_group(self):
    group = user_group(self)
    removed = self._get_param("UserIdsToRemove") or []
    group["UserIds"] = [it for it in group["UserIds"] if it not in removed] + (self._get_param("UserIdsToAdd") or [])
    return ActionResult(group)


@adds(ElastiCacheResponse)
def delete_user_group(self):
    return ActionResult(store(self.elasticache_backend, "user_groups").pop(user_group(self)["UserGroupId"]))


@replaces(ElastiCacheBackend, "list_tags_for_resource")
def list_tags_of_any(_original, self, arn):
    """moto knows the tags of every ARN, but refuses those of parameter groups and user groups."""
    return self.tagging_service.list_tags_for_resource(arn)
