"""Resource Groups Tagging API: clusters without tags, and deleted resources.

- GetResources fails with a 500 (`'NoneType' object is not iterable`) as soon as one untagged ECS cluster exists.
- It always returns deleted NAT gateways, stopped tasks and inactive clusters, services and task definitions: a destroy
  never seems complete.
"""

from moto.ecs.models import Cluster
from moto.resourcegroupstaggingapi.models import ResourceGroupsTaggingAPIBackend

from patching import replaces
from rollouts.clock import changing
from rollouts.progress import catch_up


@replaces(Cluster, "__init__")
def tags_are_a_list(original, self, *args, **kwargs):
    original(self, *args, **kwargs)
    self.tags = self.tags or []


@replaces(ResourceGroupsTaggingAPIBackend, "_get_resources_generator")
def without_what_was_deleted(original, self, *args, **kwargs):
    with changing:
        gone = tuple(deleted(self))
        resources = list(original(self, *args, **kwargs))
    yield from (it for it in resources if not it["ResourceARN"].endswith(gone))


def deleted(backend):
    """How the ARNs of deleted resources end."""
    ecs = backend.ecs_backend
    catch_up(ecs)
    definitions = [definition for family in ecs.task_definitions.values() for definition in family.values()]
    for resource in [*ecs.clusters.values(), *ecs.services.values(), *definitions]:
        if resource.status == "INACTIVE":
            yield resource.arn
    for task in [task for tasks in ecs.tasks.values() for task in tasks.values()]:
        if task.last_status == "STOPPED":
            yield task.task_arn
    for gateway in backend.ec2_backend.nat_gateways.values():
        if gateway.state == "deleted":
            yield gateway.id
