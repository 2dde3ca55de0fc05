"""Tasks as targets of load balancers, by their address."""

from moto.elbv2.models import elbv2_backends

# What the API says about a state of a target: reason and description.
STATES = {
    "initial": ("Elb.RegistrationInProgress", "Target registration is in progress"),
    "healthy": (None, None),
    "unhealthy": ("Target.FailedHealthChecks", "Health checks failed"),
    "draining": ("Target.DeregistrationInProgress", "Target deregistration is in progress"),
}


def detail(attachment, name):
    return next(it["value"] for it in attachment["details"] if it["name"] == name)


def address_of(task):
    """Its address in the network; nothing for a task without an interface of its own."""
    return detail(task.attachments[0], "privateIPv4Address") if task.attachments else None


def entries(task):
    """The target groups of a task's service that exist, each with the target that the task is there."""
    address = address_of(task)
    if not task.service or not address:
        return
    groups = elbv2_backends[task._account_id][task.region_name].target_groups
    for balanced in task.service.load_balancers:
        group = groups.get(balanced.get("targetGroupArn"))
        if group:
            yield group, {"Id": address, "Port": balanced.get("containerPort", group.port)}


def register(task):
    for group, target in entries(task):
        group.deregistered_targets.pop(target["Id"], None)
        group.targets[target["Id"]] = target
    set_health(task, "initial")


def set_health(task, state):
    for group, target in entries(task):
        if target["Id"] in group.targets:
            group.targets[target["Id"]]["health"] = state


def deregister(task):
    for group, target in entries(task):
        if group.targets.pop(target["Id"], None):
            group.deregistered_targets[target["Id"]] = target
