"""The containers of a task."""

from moto.moto_api._internal import mock_random

from rollouts.behaviours import digest_of
from rollouts.targets import detail


class RolloutContainer:
    """A container as DescribeTasks shows it."""

    def __init__(self, task, arn, definition):
        self.containerArn = f"{arn}/{mock_random.uuid4()}"
        self.taskArn = task.task_arn
        self.name, self.image = definition["name"], definition["image"]
        self.cpu, self.memory = str(definition.get("cpu", 0)), definition.get("memory") and str(definition["memory"])
        self.last_status = "PENDING"
        self.checked = bool(definition.get("healthCheck"))
        self.health_status = "UNKNOWN"
        self.networkInterfaces = [
            {"attachmentId": it["id"], "privateIpv4Address": detail(it, "privateIPv4Address")}
            for it in task.attachments
        ]

    def run(self):
        self.last_status = "RUNNING"
        self.imageDigest = digest_of(self.image)
        self.runtimeId = str(mock_random.uuid4())

    def end(self, started):
        self.last_status = "STOPPED"
        if started and not hasattr(self, "exitCode"):
            self.exitCode = 0
