"""ECS: services roll out.

moto starts no task for a service, keeps one deployment for ever, and calls it done at once or never (MOTO_ECS_SERVICE_RUNNING):
nothing that waits for a rollout, or takes a failed one back, can be tried. `rollouts/` has what happens instead.
"""

import json

from moto.ecs.exceptions import ECSException, InvalidParameterException
from moto.ecs.models import EC2ContainerServiceBackend
from moto.moto_api._internal import urls
from moto.moto_api._internal.models import MotoAPIBackend
from moto.moto_api._internal.responses import MotoAPIResponse

from patching import replaces
from rollouts.clock import changing, clock
from rollouts.progress import catch_up, rollout

# A change of any of these is a new deployment; another number of tasks is not.
DEPLOYED = (
    "task_definition",
    "network_configuration",
    "load_balancers",
    "service_registries",
    "platform_version",
    "capacity_provider_strategy",
    "service_connect_configuration",
)


@replaces(EC2ContainerServiceBackend, "create_service")
def begin(original, self, cluster_str, service_name, *args, **arguments):
    with changing:
        former = self.services.get(f"{self._get_cluster(cluster_str).name}:{service_name}")
        service = original(self, cluster_str, service_name, *args, **arguments)
        definition = service.task_definition and self.describe_task_definition(service.task_definition)
        if definition and definition.network_mode == "awsvpc" and not service.network_configuration:
            del self.services[f"{service.cluster_name}:{service.name}"]
            raise InvalidParameterException(
                "Network Configuration must be provided when networkMode 'awsvpc' is specified."
            )
        service.running_count = service.pending_count = 0
        if former:
            end_tasks(former)  # moto puts the new service in its place.
        if definition and rollout(self, service):
            service.rollout.begin(definition, clock.now())
        return service


@replaces(EC2ContainerServiceBackend, "update_service")
def roll_out(original, self, service_properties):
    with changing:
        catch_up(self)
        service = self._get_service(service_properties.get("cluster", "default"), service_properties["service"])
        if not hasattr(service, "rollout"):
            return original(self, service_properties)
        if service.status != "ACTIVE":
            raise ECSException("ServiceNotActiveException", "Service was not ACTIVE.")
        named = service_properties.pop("task_definition", None)
        definition = self.describe_task_definition(named) if named else service.rollout.primary.definition
        forced = service_properties.pop("force_new_deployment", False)
        before = deployed(service)
        original(self, service_properties)
        service.task_definition = definition.arn
        if forced or deployed(service) != before:
            service.rollout.begin(definition, clock.now())
        else:
            service.rollout.change(clock.now())
        catch_up(self)
        return service


def deployed(service):
    return [getattr(service, name, None) for name in DEPLOYED]


@replaces(EC2ContainerServiceBackend, "delete_service")
def stop_all(original, self, *args):
    with changing:
        catch_up(self)
        service = original(self, *args)
        if hasattr(service, "rollout"):
            end_tasks(service)
            service.running_count = service.desired_count = 0
            service.deployments = []
        return service


def end_tasks(service):
    for task in service.rollout.tasks() if hasattr(service, "rollout") else []:
        task.end(clock.now(), "ServiceSchedulerInitiated", f"Scaling activity initiated by (service {service.name})")


@replaces(EC2ContainerServiceBackend, "describe_services")
@replaces(EC2ContainerServiceBackend, "describe_clusters")
def after_what_is_due(original, self, *args, **arguments):
    with changing:
        catch_up(self)
        return original(self, *args, **arguments)


@replaces(MotoAPIBackend, "reset")
def reset(original, self):
    with changing:
        clock.reset()
        original(self)


def settings(request, _url, headers):
    """GET answers with the clock of rollouts; POST sets it first, with any of advance, seconds and slow_seconds."""
    status, answer = 200, {"Content-Type": "application/json"}
    with changing:
        if request.method == "POST":
            try:
                clock.set(MotoAPIResponse()._get_body(headers, request))
            except ValueError as wrong:
                return 400, answer, json.dumps({"message": str(wrong)})
        return status, answer, json.dumps(clock.settings())


urls.url_paths["{0}/moto-api/rollout"] = settings
