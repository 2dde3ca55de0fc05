"""EKS: clusters that return their arguments and can be changed.

- Access, upgrade and other configurations are dropped: the second plan replaces the cluster for its authentication
  mode.
- A cluster has neither a VPC nor a security group of its own, to which nodes and databases are opened.
- All clusters have one OIDC issuer: the second identity provider of an account is refused.
- A change answers with the cluster where the API answers with an update, loses the subnets, and cannot be waited for:
  DescribeUpdate and UpdateClusterVersion are missing.
"""

import contextlib
import time
import uuid

from moto.core.responses import ActionResult
from moto.ec2.exceptions import DependencyViolationError
from moto.ec2.models import ec2_backends
from moto.eks import urls
from moto.eks.exceptions import ResourceNotFoundException
from moto.eks.models import EKSBackend
from moto.eks.responses import EKSResponse

from patching import adds, replaces, store

# Attributes of a cluster, and what CreateCluster and UpdateClusterConfig call them.
CONFIGURATIONS = {
    "access_config": "accessConfig",
    "compute_config": "computeConfig",
    "deletion_protection": "deletionProtection",
    "storage_config": "storageConfig",
    "upgrade_policy": "upgradePolicy",
    "zonal_shift_config": "zonalShiftConfig",
}
DEFAULTS = {
    "access_config": {"authenticationMode": "CONFIG_MAP"},
    "deletion_protection": False,
    "upgrade_policy": {"supportType": "EXTENDED"},
}
DEFAULT_NETWORK = {
    "endpointPrivateAccess": False,
    "endpointPublicAccess": True,
    "publicAccessCidrs": ["0.0.0.0/0"],
    "securityGroupIds": [],
}


def add_route(path):
    """Serves /clusters/<name>/<path>, of which the last part may hold encoded slashes."""
    urls.url_paths[f"{{0}}/clusters/(?P<name>[^/]+)/{path}$"] = EKSResponse.dispatch


def not_found(message):
    return ResourceNotFoundException(message=message)


def arn_of(response, kind, name):
    """The cluster that the request names, and a name below it."""
    return f"arn:aws:eks:{response.region}:{response.current_account}:{kind}/{response._get_param('name')}/{name}"


def stamped(thing):
    return thing | {"createdAt": time.time(), "modifiedAt": time.time()}


def successful_update(response, kind):
    """An update that is finished at once, as DescribeUpdate returns it."""
    update = {"id": str(uuid.uuid4()), "status": "Successful", "type": kind, "params": [], "errors": []}
    store(response.eks_backend, "updates")[update["id"]] = update | {"createdAt": time.time()}
    return ActionResult({"update": update})


@adds(EKSResponse)
def describe_update(self):
    updates = store(self.eks_backend, "updates")
    if self._get_param("updateId") not in updates:
        raise not_found(f"No update found for ID: {self._get_param('updateId')}")
    return ActionResult({"update": updates[self._get_param("updateId")]})


def ec2_of(backend):
    return ec2_backends[backend.account_id][backend.region_name]


@replaces(EKSBackend, "create_cluster")
def create_with_security_group(original, self, **arguments):
    cluster = original(self, **arguments)
    issuer = f"https://oidc.eks.{self.region_name}.amazonaws.com/id/{uuid.uuid4().hex.upper()}"
    cluster.identity = {"oidc": {"issuer": issuer}}
    network = DEFAULT_NETWORK | arguments["resources_vpc_config"]
    vpc_id = ec2_of(self).get_subnet(network["subnetIds"][0]).vpc_id
    group = ec2_of(self).create_security_group(
        f"eks-cluster-sg-{cluster.name}-{uuid.uuid4().int % 10**9}",
        "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes",
        vpc_id,
        {"aws:eks:cluster-name": cluster.name, f"kubernetes.io/cluster/{cluster.name}": "owned"},
    )
    cluster.resources_vpc_config = network | {"vpcId": vpc_id, "clusterSecurityGroupId": group.id}
    return cluster


@replaces(EKSBackend, "delete_cluster")
def delete_with_security_group(original, self, name):
    cluster = original(self, name)
    # EKS does not remove a group that is still used.
    with contextlib.suppress(DependencyViolationError):
        ec2_of(self).delete_security_group(group_id=cluster.resources_vpc_config["clusterSecurityGroupId"])
    return cluster


@replaces(EKSResponse, "create_cluster")
def create_as_asked(original, self):
    created = original(self)
    cluster = created.result["cluster"]
    for attribute, parameter in CONFIGURATIONS.items():
        setattr(cluster, attribute, self._get_param(parameter, DEFAULTS.get(attribute)))
    return created


@replaces(EKSResponse, "update_cluster_config")
def update_what_was_asked(_original, self):
    cluster = self.eks_backend.describe_cluster(self._get_param("name"))
    cluster.resources_vpc_config.update(self._get_param("resourcesVpcConfig", {}))
    cluster.logging = self._get_param("logging", cluster.logging)
    for attribute, parameter in CONFIGURATIONS.items():
        setattr(cluster, attribute, self._get_param(parameter, getattr(cluster, attribute)))
    return successful_update(self, "ConfigUpdate")


@adds(EKSResponse)
def update_cluster_version(self):
    self.eks_backend.describe_cluster(self._get_param("name")).version = self._get_param("version")
    return successful_update(self, "VersionUpdate")


add_route("updates")
add_route("updates/(?P<updateId>[^/]+)")
