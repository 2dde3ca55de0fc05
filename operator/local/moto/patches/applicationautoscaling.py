"""Application Auto Scaling: tags of a scalable target.

ListTagsForResource is missing; Terraform reads the tags of every aws_appautoscaling_target, and retries until it
gives up.
"""

import json

from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse

from patching import adds, replaces, tags_of


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
