"""ECS: tasks run, end and are found.

- A task of moto runs at once, always exits with 0, and has the first of its containers only.
- RunTask without a launch type is a 500 ("No instances found"), though the cluster has the capacity provider FARGATE; its client
  token is ignored, so that a repeated request runs the task twice.
- A task in a network without names for its hosts is a 500.
- ListTasks lists stopped tasks too, finds no task of a definition that is no longer active, and ignores the service.
- DescribeTasks does not say which tasks it did not find.
"""

import inspect
import json

from moto.core.responses import ActionResult
from moto.ec2.models.elastic_network_interfaces import NetworkInterface
from moto.ecs.exceptions import ECSException
from moto.ecs.models import EC2ContainerServiceBackend
from moto.ecs.responses import EC2ContainerServiceResponse

from patching import replaces, store
from rollouts.clock import changing, clock
from rollouts.progress import catch_up
from rollouts.tasks import RolloutTask

NetworkInterface.private_dns_name = None  # What an interface has unless its network gives it a name.


@replaces(EC2ContainerServiceBackend, "run_task")
def run(original, self, *args, **named):
    asked = inspect.signature(original).bind(self, *args, **named).arguments
    cluster, launch_type = self._get_cluster(asked["cluster_str"]), asked["launch_type"]
    if launch_type != "FARGATE" and self.container_instances.get(cluster.name):
        return original(self, *args, **named)
    definition = self.describe_task_definition(asked["task_definition_str"])
    with changing:
        tasks = [
            RolloutTask(
                self,
                cluster,
                definition,
                clock.now(),
                group=asked.get("group") or f"family:{definition.family}",
                launch_type=launch_type or "FARGATE",
                overrides=asked["overrides"] or {},
                started_by=asked["started_by"] or "",
                tags=list(asked["tags"] or []),
                networking_configuration=asked.get("networking_configuration"),
                platform_version=asked.get("platform_version"),
            )
            for _ in range(asked["count"])
        ]
        self.tasks.setdefault(cluster.name, {}).update({task.task_arn: task for task in tasks})
        return tasks


@replaces(EC2ContainerServiceResponse, "run_task")
def run_once(original, self):
    """The same token with the same request gets the tasks of the first request."""
    token, asked = self._get_param("clientToken"), self._get_params()
    cluster = self.ecs_backend._get_cluster(self._get_param("cluster", "default"))
    with changing:
        known = store(self.ecs_backend, "run_tasks")
        first = known.get((cluster.arn, token)) if token else None
        if first and first[0] != asked:
            raise ECSException(
                "ConflictException",
                "The RunTask request could not be processed due to conflicts. The provided clientToken is already in use "
                f"with a different RunTask request. The resourceIds are: {json.dumps([it.task_arn for it in first[1]])}",
            )
        if first:
            catch_up(self.ecs_backend)
            return ActionResult({"tasks": first[1], "failures": []})
        result = original(self)
        tasks = result.result["tasks"]
        strategy = self._get_param("capacityProviderStrategy") or []
        for task in tasks:
            task.capacityProviderName = strategy[0]["capacityProvider"] if strategy else None
            task.enableExecuteCommand = self._get_param("enableExecuteCommand", False)
            if self._get_param("propagateTags") == "TASK_DEFINITION":
                task.tags += self.ecs_backend.list_tags_for_resource(task.task_definition_arn)
        if token:
            known[cluster.arn, token] = (asked, tasks)
        return result


@replaces(EC2ContainerServiceBackend, "stop_task")
def stop(original, self, cluster_str, task_str, reason):
    with changing:
        catch_up(self)
        cluster = self._get_cluster(cluster_str)
        tasks = self.tasks.get(cluster.name, {}).values()
        task = next((it for it in tasks if it.task_arn.split("/")[-1] == task_str.split("/")[-1]), None)
        if task is None:
            raise ECSException("InvalidParameterException", "The referenced task was not found.")
        if not isinstance(task, RolloutTask):
            return original(self, cluster_str, task_str, reason)
        task.stop(clock.now(), "UserInitiated", reason or "Task stopped by user")
        if task.service:
            task.service.rollout.change(clock.now())
        return task


@replaces(EC2ContainerServiceBackend, "list_tasks")
def find(original, self, cluster_str=None, instance=None, family=None, started_by=None, service_name=None, status=None):
    with changing:
        catch_up(self)
        tasks = original(self, cluster_str, instance, None, started_by, None, status)
    if family:
        tasks = [it for it in tasks if it.task_definition_arn.rsplit("/", 1)[-1].rpartition(":")[0] == family]
    if service_name:
        tasks = [it for it in tasks if it.group == f"service:{service_name.split('/')[-1]}"]
    if cluster_str:
        tasks = [it for it in tasks if it.cluster_arn.split("/")[-1] == cluster_str.split("/")[-1]]
    return tasks


@replaces(EC2ContainerServiceResponse, "list_tasks")
def running_unless_asked(original, self):
    self._get_params().setdefault("desiredStatus", "RUNNING")
    return original(self)


@replaces(EC2ContainerServiceBackend, "describe_tasks")
def after_what_is_due(original, self, *args):
    with changing:
        catch_up(self)
        return original(self, *args)


@replaces(EC2ContainerServiceResponse, "describe_tasks")
def with_what_is_missing(original, self):
    answer = original(self)
    found = {task.task_arn.split("/")[-1] for task in answer.result["tasks"]}
    missing = [asked for asked in self._get_param("tasks", []) if asked.split("/")[-1] not in found]
    cluster = self.ecs_backend._get_cluster(self._get_param("cluster", "default")).arn.replace(":cluster/", ":task/")
    answer.result["failures"] = [{"arn": f"{cluster}/{it.split('/')[-1]}", "reason": "MISSING"} for it in missing]
    return answer
