"""Application Auto Scaling: tags of a scalable target, and its limits.

- ListTagsForResource is missing; Terraform reads the tags of every aws_appautoscaling_target, and retries until it
  gives up.
- A service keeps fewer tasks than the minimum, and more than the maximum. AWS brings it within the limits.
"""

import json

from moto.applicationautoscaling.models import ApplicationAutoscalingBackend
from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse

from patching import adds, replaces, tags_of
from rollouts.clock import changing


@replaces(ApplicationAutoscalingBackend, "register_scalable_target")
def within_limits(original, self, namespace, r_id, dimension, *args, **arguments):
    target = original(self, namespace, r_id, dimension, *args, **arguments)
    if dimension == "ecs:service:DesiredCount":
        _, cluster, name = r_id.split("/")
        with changing:
            [service], _ = self.ecs_backend.describe_services(cluster, [name])
            wanted = max(service.desired_count, target.min_capacity or 0)
            if target.max_capacity is not None:
                wanted = min(wanted, target.max_capacity)
            if wanted != service.desired_count and service.status == "ACTIVE":
                self.ecs_backend.update_service({"cluster": cluster, "service": name, "desired_count": wanted})
    return target


@replaces(ApplicationAutoScalingResponse, "register_scalable_target")
def register_with_tags(original, self):
    registered = original(self)
    tags_of(self.applicationautoscaling_backend, json.loads(registered)["ScalableTargetARN"]).update(
        self._get_param("Tags") or {}
    )
    return registered


@adds(ApplicationAutoScalingResponse)
def list_tags_for_resource(self):
    return json.dumps({"Tags": tags_of(self.applicationautoscaling_backend, self._get_param("ResourceARN"))})


@adds(ApplicationAutoScalingResponse)
def tag_resource(self):
    tags_of(self.applicationautoscaling_backend, self._get_param("ResourceARN")).update(self._get_param("Tags"))
    return "{}"


@adds(ApplicationAutoScalingResponse)
def untag_resource(self):
    tags = tags_of(self.applicationautoscaling_backend, self._get_param("ResourceARN"))
    for key in self._get_param("TagKeys"):
        tags.pop(key, None)
    return "{}"
