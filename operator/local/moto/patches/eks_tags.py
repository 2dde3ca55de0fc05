"""EKS: tags of what belongs to a cluster. moto tags clusters only."""

from moto.eks.models import EKSBackend

from patches.eks import not_found
from patching import replaces, store


def tags_at(backend, arn):
    for cluster in backend.clusters.values():
        if cluster.arn == arn:
            return cluster.tags
        for group in cluster.nodegroups.values():
            if group.arn == arn:
                return group.tags
    for kind in ("addonArn", "accessEntryArn", "associationArn"):
        for thing in store(backend, kind).values():
            if thing[kind] == arn:
                return thing["tags"]
    raise not_found(f"Resource {arn} was not found")


@replaces(EKSBackend, "list_tags_for_resource")
def list_tags(_original, self, arn):
    return tags_at(self, arn)


@replaces(EKSBackend, "tag_resource")
def tag(_original, self, arn, tags):
    tags_at(self, arn).update(tags)


@replaces(EKSBackend, "untag_resource")
def untag(_original, self, arn, keys):
    for key in [keys] if isinstance(keys, str) else keys:
        tags_at(self, arn).pop(key, None)
