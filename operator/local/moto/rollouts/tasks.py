"""A task that goes through its states by the clock."""

from moto.ec2 import ec2_backends
from moto.ecs.models import Task

from rollouts.behaviours import behaviour_of
from rollouts.clock import clock, date
from rollouts.containers import RolloutContainer
from rollouts.targets import deregister, detail, register, set_health

ESSENTIAL = "Essential container in task exited"

# After which share of its time a task is in a state. It is healthy, has failed or has ended after all of it.
PENDING, RUNNING, UNHEALTHY = 0.2, 0.5, 0.75


class RolloutTask(Task):
    """A task of a service, or with `service=None` one that runs to its end.

    Attributes that moto lacks are named as in the API.
    """

    def __init__(self, backend, cluster, definition, at, *, service=None, deployment=None, **arguments):
        super().__init__(cluster, definition, None, None, backend, **arguments)
        self.service, self.deployment = service, deployment
        self.behaviour = behaviour_of(definition)
        self.phase, self.healthy = "PROVISIONING", False
        self.connectivity = "CONNECTED"
        self.cpu, self.memory = definition.cpu, definition.memory
        self.version = 1
        self.health_status = "UNKNOWN"
        self.createdAt = date(at)
        self.stopped = None
        account = f"{self.region_name}:{backend.account_id}"
        self.containers = [
            RolloutContainer(self, f"arn:aws:ecs:{account}:container/{self.cluster_name}/{self.id}", definition)
            for definition in definition.container_definitions
        ]
        # What happens to it, and when.
        self.plan = self.planned(at)

    @property
    def last_status(self):
        return self.phase

    @property
    def wanted(self):
        return self.desired_status == "RUNNING"

    def planned(self, at):
        takes = clock.slow_seconds if self.behaviour.slow else clock.seconds
        plan = [(at + takes * PENDING, self.become("PENDING"))]
        if self.behaviour.failure == "never-starts":
            return [*plan, (at + takes, self.fail_to_start)]
        plan.append((at + takes * RUNNING, self.run))
        if self.behaviour.failure == "crashes":
            return [*plan, (at + takes * UNHEALTHY, self.turn_unhealthy), (at + takes, self.exit_with(1))]
        return [*plan, (at + takes, self.turn_healthy if self.service else self.exit_with(0))]

    def become(self, phase):
        def step(_at):
            self.phase = phase

        return step

    def run(self, at):
        self.phase = "RUNNING"
        self.pullStartedAt = self.pullStoppedAt = self.startedAt = date(at)
        for container in self.containers:
            container.run()
        register(self)

    def turn_healthy(self, _at):
        self.healthy = True
        self.show_health("HEALTHY", "healthy")

    def turn_unhealthy(self, _at):
        self.show_health("UNHEALTHY", "unhealthy")

    def show_health(self, own, target):
        checked = [container for container in self.containers if container.checked]
        for container in checked:
            container.health_status = own
        self.health_status = own if checked else "UNKNOWN"
        set_health(self, target)

    def fail_to_start(self, at):
        image = self.behaviour.image
        pull = f"pull image manifest has been retried 1 time(s): failed to resolve ref {image}: {image}: not found"
        self.end(at, "TaskFailedToStart", f"CannotPullContainerError: {pull}")

    def exit_with(self, code):
        def step(at):
            for container in self.containers:
                failed = code and container.image == self.behaviour.image
                container.exitCode = code if failed or not code else 0
            self.end(at, "EssentialContainerExited", ESSENTIAL)

        return step

    def stop(self, at, code, reason):
        """Asks it to stop, which it does after half of the usual time, as its connections drain."""
        if not self.wanted:
            return
        self.desired_status, self.healthy = "STOPPED", False
        self.stoppingAt = date(at)
        self.stopCode, self.stopped_reason = code, reason
        self.phase = "DEACTIVATING"
        set_health(self, "draining")
        self.plan = [(at + clock.seconds * RUNNING, lambda at: self.end(at, code, reason))]

    def end(self, at, code, reason):
        for container in self.containers:
            container.end(started=hasattr(self, "startedAt"))
        self.phase, self.desired_status, self.healthy, self.plan = "STOPPED", "STOPPED", False, []
        self.stopCode, self.stopped_reason = code, reason
        self.stoppingAt = getattr(self, "stoppingAt", date(at))
        self.executionStoppedAt = self.stoppedAt = date(at)
        self.stopped = at
        deregister(self)
        # AWS deletes it with the task: nothing else may keep its subnet and security groups from being deleted.
        interfaces = ec2_backends[self._account_id][self.region_name].enis
        for attachment in self.attachments:
            attachment["status"] = "DELETED"
            interfaces.pop(detail(attachment, "networkInterfaceId"), None)
