"""How a service reaches its desired number of tasks, one deployment after the other."""

from moto.moto_api._internal import mock_random

from rollouts.clock import clock, date
from rollouts.deployments import ALARM, BREAKER, Deployment, Limits
from rollouts.launch import launch

LONGEST_PAUSE = 900  # Seconds between two attempts to start a task that always fails, as on AWS at most.
KEPT_EVENTS = 100  # As many as AWS keeps.


class Rollout:
    """The deployments and tasks of one service."""

    def __init__(self, backend, cluster, service):
        self.backend, self.cluster, self.service = backend, cluster, service
        service.deployments = []
        self.completed = None  # The last deployment that was completed.
        self.steady = False
        self.wakes = []  # When there is something to do though no task changes.

    def tasks(self):
        # A copy: an answer is written while other requests go on.
        tasks = list(self.backend.tasks.get(self.cluster.name, {}).values())
        return [it for it in tasks if getattr(it, "service", None) is self.service and it.last_status != "STOPPED"]

    def say(self, at, text):
        event = {
            "id": str(mock_random.uuid4()),
            "createdAt": date(at),
            "message": f"(service {self.service.name}) {text}",
        }
        self.service.events = [event, *self.service.events][:KEPT_EVENTS]

    @property
    def primary(self):
        return self.service.deployments[0]

    def begin(self, definition, at):
        """Starts a deployment. What came before keeps its tasks until the new ones are healthy."""
        self.lead(Deployment(self.service, definition, at), at)

    def lead(self, deployment, at):
        others = [it for it in self.service.deployments if it is not deployment]
        for other in others:
            other.status = "ACTIVE"
        deployment.status = "PRIMARY"
        self.service.deployments = [deployment, *others]
        self.service.task_definition = deployment.taskDefinition
        self.change(at)

    def change(self, at):
        """Looks again at how many tasks there are, with the next request."""
        self.steady = False
        self.wakes.append(at)

    def reconcile(self, at):
        """Starts and stops tasks, and completes the deployment when all of them are healthy."""
        primary, limits, desired = self.primary, Limits(self.service), self.service.desired_count
        own = primary.wanted
        old = [task for task in self.tasks() if task.wanted and task.deployment is not primary]
        if len(own) > desired:
            self.stop(own[desired:], at)
            own = own[:desired]
        missing = desired - len(own)
        if primary.rolloutState == "FAILED" or at < primary.resumes_at:
            missing = 0
        started = min(missing, limits.most - len(own) - len(old))
        if started > 0:
            self.start(started, at)
        # An old task goes when a healthy new one replaces it, or, as far as allowed, when a new one lacks room.
        ready = sum(task.healthy for task in own)
        spare = max(0, len(old) - max(0, desired - ready))
        if missing > max(0, started):
            healthy = ready + sum(task.healthy for task in old)
            spare = max(spare, min(missing - max(0, started), healthy - limits.least))
        self.stop(sorted(old, key=lambda task: task.healthy)[: max(0, spare)], at)
        self.settle(at)
        self.wakes = [wake for wake in self.wakes if wake > at]

    def settle(self, at):
        primary = self.primary
        rest = [it for it in self.service.deployments[1:] if it.tasks or it.listed_until > at]
        self.service.deployments = [primary, *rest]
        reached = [task.healthy for task in primary.tasks] == [True] * self.service.desired_count
        if rest or not reached or primary.rolloutState == "FAILED":
            return
        if primary.rolloutState == "IN_PROGRESS":
            primary.progress(at, "COMPLETED", f"ECS deployment {primary.id} completed.")
            self.completed = primary
            self.say(at, f"(deployment {primary.id}) deployment completed.")
        if not self.steady:
            self.steady = True
            self.say(at, "has reached a steady state.")

    def start(self, count, at):
        for _ in range(count):
            task = launch(self, at)
            self.say(at, f"has started 1 tasks: (task {task.id}).")

    def stop(self, tasks, at):
        for task in tasks:
            task.stop(at, "ServiceSchedulerInitiated", f"Scaling activity initiated by (deployment {self.primary.id})")
            self.say(at, f"has stopped 1 running tasks: (task {task.id}).")

    def ended(self, task, at):
        """A task has stopped. Without a request to stop it has failed."""
        deployment = task.deployment
        if task.stopCode not in ("TaskFailedToStart", "EssentialContainerExited"):
            return
        self.steady = False
        deployment.failedTasks += 1
        if task.stopCode == "TaskFailedToStart":
            self.say(at, f"was unable to start a task. Reason: {task.stopped_reason}. (task {task.id})")
        limits = Limits(self.service)
        if deployment is not self.primary or deployment.failedTasks < limits.threshold:
            return
        if deployment.rolloutState == "IN_PROGRESS" and limits.breaks:
            self.fail(deployment, at, BREAKER, limits.rolls_back)
        elif deployment.rolloutState != "FAILED":
            pause = min(LONGEST_PAUSE, max(1, clock.seconds) * 2 ** min(16, deployment.failedTasks - limits.threshold))
            deployment.resumes_at = at + pause
            self.wakes.append(deployment.resumes_at)
            self.say(at, "is unable to consistently start tasks successfully.")

    def alarm(self, name, at):
        """An alarm has turned to ALARM: it ends the deployment that watches it."""
        alarms = Limits(self.service).alarms
        if alarms.get("enable") and name in alarms["alarmNames"] and self.primary.rolloutState == "IN_PROGRESS":
            self.fail(self.primary, at, ALARM, alarms.get("rollback"))

    def fail(self, deployment, at, why, rolls_back):
        cause, reason = why
        deployment.progress(at, "FAILED", f"{cause} {reason}")
        self.say(at, f"(deployment {deployment.id}) deployment failed: {reason}")
        if not rolls_back or not self.completed or deployment.rolls_back:
            return
        # The deployment whose tasks still run takes over again, else one like it.
        former = self.completed
        if former not in self.service.deployments:
            former = Deployment(self.service, self.completed.definition, at)
        former.rolls_back = True
        former.progress(at, "IN_PROGRESS", f"{cause} rolling back to deploymentId {former.id}.")
        self.say(at, f"rolling back to deployment {former.id}.")
        self.lead(former, at)
        # So that who looks now and then sees why.
        deployment.listed_until = at + clock.seconds
        self.wakes.append(deployment.listed_until)
