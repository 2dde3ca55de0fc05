"""ECS: arguments of a service that moto does not return, and tags that an answer loses.

moto drops these arguments. The second plan replaces the service for capacity_provider_strategy, and changes
enable_execute_command, health_check_grace_period_seconds, availability_zone_rebalancing and Service Connect every time.

Whether an answer has tags is kept in the class, which all requests share: a request without them takes those of another
one that is being answered. The state of a service then has none, and each later plan that does not refresh changes them.
"""

from moto.ecs.responses import EC2ContainerServiceResponse

from patching import replaces

# Named as in the API: moto looks for an answer's field under that name first.
DROPPED = (
    "availabilityZoneRebalancing",
    "capacityProviderStrategy",
    "deploymentConfiguration",
    "enableECSManagedTags",
    "enableExecuteCommand",
    "healthCheckGracePeriodSeconds",
)


@replaces(EC2ContainerServiceResponse, "__init__")
def answer_each_request_by_itself(original, self):
    original(self)
    self.RESPONSE_KEY_PATH_TO_TRANSFORMER = dict(type(self).RESPONSE_KEY_PATH_TO_TRANSFORMER)


@replaces(EC2ContainerServiceResponse, "create_service")
@replaces(EC2ContainerServiceResponse, "update_service")
def keep_what_was_asked(original, self):
    result = original(self)
    service = result.result["service"]
    for name in DROPPED:
        if self._get_param(name) is not None:
            setattr(service, name, self._get_param(name))
    if self._get_param("capacityProviderStrategy"):
        service.launch_type = None
    if not hasattr(service, "availabilityZoneRebalancing"):
        service.availabilityZoneRebalancing = "DISABLED"
    connect = self._get_param("serviceConnectConfiguration")
    if connect and service.deployments:
        service.deployments[0].serviceConnectConfiguration = connect
    return result
