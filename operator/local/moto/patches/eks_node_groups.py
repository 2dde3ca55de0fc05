"""EKS: node groups that return their arguments and can be updated.

- Every group gets a remote access that the request does not have, and loses update_config and node_repair_config: the second
  plan replaces the group.
- Its Kubernetes version is always 1.19, where EKS takes that of the cluster.
- Its Auto Scaling group does not exist: it cannot be tagged for the cluster autoscaler. Here it does, without
  instances, where a launch template is given.
- UpdateNodegroupVersion is missing: a new launch template version cannot be rolled out.
"""

from moto.autoscaling.models import autoscaling_backends
from moto.eks import models
from moto.eks.models import EKSBackend
from moto.eks.responses import EKSResponse

from patches.eks import add_route, successful_update
from patching import adds, replaces

models.DEFAULT_REMOTE_ACCESS = None


def autoscaling_of(backend):
    return autoscaling_backends[backend.account_id][backend.region_name]


def scaling_group_of(backend, group):
    return autoscaling_of(backend).autoscaling_groups.get(group.resources["autoScalingGroups"][0]["name"])


def scale(backend, group):
    scaling_group = scaling_group_of(backend, group)
    if scaling_group:
        sizes = group.scaling_config
        scaling_group.min_size, scaling_group.max_size = sizes["minSize"], sizes["maxSize"]
        scaling_group.desired_capacity = sizes["desiredSize"]  # Only recorded: moto runs no nodes.


def create_scaling_group(backend, group):
    template = {"LaunchTemplateId": group.launch_template["id"], "Version": group.launch_template.get("version")}
    name = group.resources["autoScalingGroups"][0]["name"]
    tags = {
        f"kubernetes.io/cluster/{group.cluster_name}": "owned",
        f"k8s.io/cluster-autoscaler/{group.cluster_name}": "owned",
        "k8s.io/cluster-autoscaler/enabled": "true",
        "eks:cluster-name": group.cluster_name,
        "eks:nodegroup-name": group.nodegroup_name,
    }
    identity = {"ResourceId": name, "ResourceType": "auto-scaling-group", "PropagateAtLaunch": "true"}
    autoscaling_of(backend).create_auto_scaling_group(
        name=name,
        launch_template=template,
        vpc_zone_identifier=",".join(group.subnets),
        desired_capacity=0,
        min_size=0,
        max_size=0,
        tags=[{**identity, "Key": key, "Value": value} for key, value in tags.items()],
        **dict.fromkeys(("availability_zones", "default_cooldown", "health_check_period", "health_check_type")),
        **dict.fromkeys(("launch_config_name", "placement_group")),
        load_balancers=[],
        target_group_arns=[],
        termination_policies=[],
    )


@replaces(EKSBackend, "create_nodegroup")
def create_with_scaling_group(original, self, **arguments):
    group = original(self, **arguments)
    group.version = arguments["version"] or self.describe_cluster(group.cluster_name).version
    if group.launch_template:
        group.disk_size = None  # The launch template has it.
        create_scaling_group(self, group)
        scale(self, group)
    return group


@replaces(EKSBackend, "delete_nodegroup")
def delete_with_scaling_group(original, self, cluster_name, nodegroup_name):
    group = original(self, cluster_name, nodegroup_name)
    if scaling_group_of(self, group):
        del autoscaling_of(self).autoscaling_groups[scaling_group_of(self, group).name]
    return group


@replaces(EKSResponse, "create_nodegroup")
def create_as_asked(original, self):
    created = original(self)
    group = created.result["nodegroup"]
    group.update_config = self._get_param("updateConfig", {"maxUnavailable": 1})
    group.node_repair_config = self._get_param("nodeRepairConfig")
    return created


@replaces(EKSResponse, "update_nodegroup_config")
def update_and_scale(original, self):
    original(self)
    scale(self.eks_backend, group_of(self))
    return successful_update(self, "ConfigUpdate")


@adds(EKSResponse)
def update_nodegroup_version(self):
    group = group_of(self)
    group.version = self._get_param("version", group.version)
    group.launch_template = (group.launch_template or {}) | self._get_param("launchTemplate", {})
    return successful_update(self, "VersionUpdate")


def group_of(response):
    return response.eks_backend.describe_nodegroup(response._get_param("name"), response._get_param("nodegroupName"))


add_route("node-groups/(?P<nodegroupName>[^/]+)/update-version")
