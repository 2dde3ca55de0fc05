"""EKS: roles of service accounts by pod identity. moto has none of these actions."""

import uuid

from moto.core.responses import ActionResult
from moto.eks.responses import EKSResponse

from patches.eks import add_route, arn_of, not_found, stamped
from patching import adds, store


def associations_of(backend):
    return store(backend, "associationArn")


def association_of(response):
    identifier = response._get_param("associationId")
    if identifier not in associations_of(response.eks_backend):
        raise not_found(f"Association {identifier} was not found.")
    return associations_of(response.eks_backend)[identifier]


def associate(response, namespace, account, role_arn, **more):
    """Gives the pods of a service account a role."""
    identifier = f"a-{uuid.uuid4().hex[:17]}"
    association = {
        "associationArn": arn_of(response, "podidentityassociation", identifier),
        "associationId": identifier,
        "clusterName": response._get_param("name"),
        "disableSessionTags": False,
        "namespace": namespace,
        "roleArn": role_arn,
        "serviceAccount": account,
        "tags": {},
    }
    associations_of(response.eks_backend)[identifier] = stamped(association | more)
    return associations_of(response.eks_backend)[identifier]


@adds(EKSResponse)
def create_pod_identity_association(self):
    self.eks_backend.describe_cluster(self._get_param("name"))
    names = ("namespace", "serviceAccount", "roleArn")
    optional = ("disableSessionTags", "tags", "targetRoleArn")
    more = {name: self._get_param(name) for name in optional if self._get_param(name) is not None}
    return ActionResult({"association": associate(self, *(self._get_param(name) for name in names), **more)})


@adds(EKSResponse)
def describe_pod_identity_association(self):
    return ActionResult({"association": association_of(self)})


@adds(EKSResponse)
def update_pod_identity_association(self):
    association = association_of(self)
    for name in ("roleArn", "disableSessionTags", "targetRoleArn"):
        association[name] = self._get_param(name, association.get(name))
    return ActionResult({"association": association})


@adds(EKSResponse)
def delete_pod_identity_association(self):
    return ActionResult({"association": associations_of(self.eks_backend).pop(association_of(self)["associationId"])})


for path in ("pod-identity-associations", "pod-identity-associations/(?P<associationId>[^/]+)"):
    add_route(path)
