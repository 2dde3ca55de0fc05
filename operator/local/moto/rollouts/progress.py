"""Does all that has become due."""

from rollouts.clock import changing, clock
from rollouts.services import Rollout
from rollouts.tasks import RolloutTask

KEPT_SECONDS = 3600  # How long a stopped task can be described, as on AWS at least.


def rollout(backend, service):
    """The rollout of a service; nothing for one that another controller deploys."""
    if not hasattr(service, "rollout") and service.deployment_controller["type"] == "ECS":
        service.rollout = Rollout(backend, backend.clusters[service.cluster_name], service)
    return getattr(service, "rollout", None)


def active(backend):
    return [it.rollout for it in backend.services.values() if hasattr(it, "rollout") and it.status == "ACTIVE"]


def tasks_of(backend):
    return [task for tasks in backend.tasks.values() for task in tasks.values() if isinstance(task, RolloutTask)]


def catch_up(backend):
    """Lets everything happen, in order, that the clock says has happened."""
    with changing:
        now = clock.now()
        while due := earliest(backend, now):
            at, step, changed = due
            step(at)
            if changed:
                changed.reconcile(at)
            forget(backend, at)
        forget(backend, now)
        for it in active(backend):
            it.service.running_count = sum(deployment.runningCount for deployment in it.service.deployments)
            it.service.pending_count = sum(deployment.pendingCount for deployment in it.service.deployments)
        for cluster in backend.clusters.values():
            count(cluster, backend)


def earliest(backend, now):
    """The next thing that is due: when, what, and which service looks at its tasks afterwards."""
    due = [
        (task.plan[0][0], advance(task), task.service and task.service.rollout)
        for task in tasks_of(backend)
        if task.plan
    ]
    due += [(wake, lambda _at: None, it) for it in active(backend) for wake in it.wakes]
    first = min(due, key=lambda it: it[0], default=None)
    return first if first and first[0] <= now else None


def advance(task):
    def step(at):
        _, happen = task.plan.pop(0)
        happen(at)
        if not task.service:
            return
        if task.healthy:
            task.deployment.failedTasks = 0
        if task.stopped is not None and task.service.status == "ACTIVE":
            task.service.rollout.ended(task, at)

    return step


def forget(backend, now):
    for tasks in backend.tasks.values():
        for arn, task in list(tasks.items()):
            if isinstance(task, RolloutTask) and task.stopped is not None and now - task.stopped > KEPT_SECONDS:
                del tasks[arn]


def count(cluster, backend):
    tasks = [it for it in tasks_of(backend) if it.cluster_arn == cluster.arn and it.wanted]
    cluster.running_tasks_count = sum(task.last_status == "RUNNING" for task in tasks)
    cluster.pending_tasks_count = len(tasks) - cluster.running_tasks_count
    services = [it for it in backend.services.values() if it.cluster_arn == cluster.arn and it.status == "ACTIVE"]
    cluster.active_services_count = len(services)
