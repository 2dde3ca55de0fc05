"""EKS: addons. moto has none of these actions. An addon without a version gets one that never changes."""

import uuid

from moto.core.responses import ActionResult
from moto.eks.exceptions import ResourceInUseException
from moto.eks.responses import EKSResponse

from patches.eks import add_route, arn_of, not_found, stamped, successful_update
from patches.eks_pod_identities import associate, associations_of
from patching import adds, store

DEFAULT_VERSION = "v1.0.0-eksbuild.1"
OPTIONAL = ("configurationValues", "serviceAccountRoleArn")


def addons_of(response):
    return store(response.eks_backend, "addonArn")


def key_of(response):
    return response._get_param("name"), response._get_param("addonName")


def addon_of(response):
    if key_of(response) not in addons_of(response):
        cluster, name = key_of(response)
        raise not_found(f"No addon: {name} found in cluster: {cluster}")
    return addons_of(response)[key_of(response)]


def release_identities(response, addon):
    for arn in addon.pop("podIdentityAssociations", []):
        associations_of(response.eks_backend).pop(arn.rsplit("/", 1)[-1], None)


def identify(response, addon):
    """Gives the addon's service accounts their roles, in place of those that it had."""
    wanted = response._get_param("podIdentityAssociations")
    if wanted is None:
        return
    release_identities(response, addon)
    made = [
        associate(response, "kube-system", it["serviceAccount"], it["roleArn"], ownerArn=addon["addonArn"])
        for it in wanted
    ]
    addon["podIdentityAssociations"] = [association["associationArn"] for association in made]


@adds(EKSResponse)
def create_addon(self):
    self.eks_backend.describe_cluster(self._get_param("name"))
    if key_of(self) in addons_of(self):
        raise ResourceInUseException(message="Addon already exists.")
    cluster, name = key_of(self)
    addon = {
        "addonArn": arn_of(self, "addon", f"{name}/{uuid.uuid4()}"),
        "addonName": name,
        "addonVersion": self._get_param("addonVersion", DEFAULT_VERSION),
        "clusterName": cluster,
        "health": {"issues": []},
        "status": "ACTIVE",
        "tags": self._get_param("tags", {}),
    }
    addon |= {name: self._get_param(name) for name in OPTIONAL if self._get_param(name)}
    addons_of(self)[key_of(self)] = stamped(addon)
    identify(self, addon_of(self))
    return ActionResult({"addon": addon_of(self)})


@adds(EKSResponse)
def describe_addon(self):
    return ActionResult({"addon": addon_of(self)})


@adds(EKSResponse)
def update_addon(self):
    addon = addon_of(self)
    for name in ("addonVersion", *OPTIONAL):
        addon[name] = self._get_param(name, addon.get(name))
    identify(self, addon)
    return successful_update(self, "AddonUpdate")


@adds(EKSResponse)
def delete_addon(self):
    addon = addons_of(self).pop((addon_of(self)["clusterName"], addon_of(self)["addonName"]))
    release_identities(self, addon)
    return ActionResult({"addon": addon})


for path in ("addons", "addons/(?P<addonName>[^/]+)", "addons/(?P<addonName>[^/]+)/update"):
    add_route(path)
