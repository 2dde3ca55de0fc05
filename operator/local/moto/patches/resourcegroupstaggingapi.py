"""Resource Groups Tagging API: clusters without tags.

GetResources fails with a 500 (`'NoneType' object is not iterable`) as soon as one untagged ECS cluster exists.
"""

from moto.ecs.models import Cluster

from patching import replaces


@replaces(Cluster, "__init__")
def tags_are_a_list(original, self, *args, **kwargs):
    original(self, *args, **kwargs)
    self.tags = self.tags or []
