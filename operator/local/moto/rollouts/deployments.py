"""A deployment of a service, as DescribeServices shows it."""

import math

from moto.moto_api._internal import mock_random

from rollouts.clock import date

# What ends a deployment: the start of its reasons, and why. AWS documents the words of the breaker; those of an alarm are ours.
BREAKER = ("ECS deployment circuit breaker:", "tasks failed to start.")
ALARM = ("ECS deployment alarm:", "alarm detected.")


class Deployment:
    """One task definition of a service. Attributes are named as in the API."""

    def __init__(self, service, definition, at):
        self.service, self.definition = service, definition
        self.id = f"ecs-svc/{mock_random.randint(10**18, 10**19 - 1)}"
        self.status = "PRIMARY"
        self.taskDefinition = definition.arn
        self.createdAt = date(at)
        self.platformVersion = service.platform_version
        self.networkConfiguration = service.network_configuration or None
        self.failedTasks = 0
        self.rolls_back = False
        # Until when it is listed though none of its tasks is left, and from when on it may start tasks.
        self.listed_until = self.resumes_at = at
        self.progress(at, "IN_PROGRESS", f"ECS deployment {self.id} in progress.")

    def progress(self, at, state, reason):
        self.rolloutState, self.rolloutStateReason, self.updatedAt = state, reason, date(at)

    @property
    def launchType(self):
        return self.service.launch_type

    @property
    def capacityProviderStrategy(self):
        return getattr(self.service, "capacityProviderStrategy", None)

    @property
    def tasks(self):
        """Its tasks that have not stopped."""
        return [task for task in self.service.rollout.tasks() if task.deployment is self]

    @property
    def wanted(self):
        return [task for task in self.tasks if task.wanted]

    @property
    def runningCount(self):
        return sum(task.last_status == "RUNNING" for task in self.wanted)

    @property
    def pendingCount(self):
        return len(self.wanted) - self.runningCount

    @property
    def desiredCount(self):
        return self.service.desired_count if self.status == "PRIMARY" else len(self.wanted)


class Limits:
    """How a service replaces its tasks: the settings that it was created or last updated with."""

    def __init__(self, service):
        asked = getattr(service, "deploymentConfiguration", None) or {}
        desired = service.desired_count
        self.most = max(desired, math.floor(desired * asked.get("maximumPercent", 200) / 100))
        self.least = math.ceil(desired * asked.get("minimumHealthyPercent", 100) / 100)
        self.alarms = asked.get("alarms") or {}
        breaker = asked.get("deploymentCircuitBreaker") or {}
        self.breaks, self.rolls_back = breaker.get("enable", False), breaker.get("rollback", False)
        # https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
        self.threshold = min(200, max(3, math.ceil(desired / 2)))
