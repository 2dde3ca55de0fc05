"""EKS: access entries with their policies. moto has none of these actions."""

import time
import uuid

from moto.core.responses import ActionResult, EmptyResult
from moto.eks.exceptions import ResourceInUseException
from moto.eks.responses import EKSResponse

from patches.eks import add_route, arn_of, not_found, stamped
from patching import adds, store


def entries_of(response):
    return store(response.eks_backend, "accessEntryArn")


def key_of_entry(response):
    return response._get_param("name"), response._get_param("principalArn")


def entry_of(response):
    if key_of_entry(response) not in entries_of(response):
        raise not_found("The specified principalArn could not be found. You can view your available access entries.")
    return entries_of(response)[key_of_entry(response)]


@adds(EKSResponse)
def create_access_entry(self):
    self.eks_backend.describe_cluster(self._get_param("name"))
    if key_of_entry(self) in entries_of(self):
        raise ResourceInUseException(message="The specified access entry resource is already in use on this cluster.")
    principal = self._get_param("principalArn")
    _, account, kind_and_path = principal.rsplit(":", 2)
    kind, name = kind_and_path.split("/", 1)[0], kind_and_path.rsplit("/", 1)[-1]
    entries_of(self)[key_of_entry(self)] = stamped(
        {
            "accessEntryArn": arn_of(self, "access-entry", f"{kind}/{account}/{name}/{uuid.uuid4()}"),
            "clusterName": self._get_param("name"),
            "kubernetesGroups": self._get_param("kubernetesGroups", []),
            "principalArn": principal,
            "tags": self._get_param("tags", {}),
            "type": self._get_param("type", "STANDARD"),
            "username": self._get_param("username", principal),
        }
    )
    return ActionResult({"accessEntry": entry_of(self)})


@adds(EKSResponse)
def describe_access_entry(self):
    return ActionResult({"accessEntry": entry_of(self)})


@adds(EKSResponse)
def update_access_entry(self):
    entry = entry_of(self)
    for name in ("kubernetesGroups", "username"):
        entry[name] = self._get_param(name, entry[name])
    return ActionResult({"accessEntry": entry})


@adds(EKSResponse)
def delete_access_entry(self):
    entry_of(self)
    del entries_of(self)[key_of_entry(self)]
    store(self.eks_backend, "access_policies").pop(key_of_entry(self), None)
    return EmptyResult()


def policies_of(response):
    entry_of(response)
    return store(response.eks_backend, "access_policies").setdefault(key_of_entry(response), {})


@adds(EKSResponse)
def associate_access_policy(self):
    arn, scope = self._get_param("policyArn"), self._get_param("accessScope")
    policy = {"policyArn": arn, "accessScope": scope, "associatedAt": time.time(), "modifiedAt": time.time()}
    policies_of(self)[arn] = policy
    cluster, principal = key_of_entry(self)
    return ActionResult({"clusterName": cluster, "principalArn": principal, "associatedAccessPolicy": policy})


@adds(EKSResponse)
def list_associated_access_policies(self):
    cluster, principal = key_of_entry(self)
    policies = list(policies_of(self).values())
    return ActionResult({"clusterName": cluster, "principalArn": principal, "associatedAccessPolicies": policies})


@adds(EKSResponse)
def disassociate_access_policy(self):
    if policies_of(self).pop(self._get_param("policyArn"), None) is None:
        raise not_found("The specified policyArn is not associated with the access entry.")
    return EmptyResult()


for path in ("access-entries", "access-entries/(?P<principalArn>.+)"):
    add_route(path)
