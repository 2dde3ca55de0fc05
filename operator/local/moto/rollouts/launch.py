"""Tasks of a service."""

from rollouts.tasks import RolloutTask


def launch(rollout, at):
    """Starts a task of a service's primary deployment."""
    service, primary = rollout.service, rollout.primary
    strategy = getattr(service, "capacityProviderStrategy", None)
    tags = {"SERVICE": service.tags, "TASK_DEFINITION": primary.definition.tags}.get(service.propagate_tags, [])
    task = RolloutTask(
        rollout.backend,
        rollout.cluster,
        primary.definition,
        at,
        service=service,
        deployment=primary,
        group=f"service:{service.name}",
        launch_type=service.launch_type or "FARGATE",
        started_by=primary.id,
        tags=list(tags),
        networking_configuration=service.network_configuration or None,
        platform_version=service.platform_version,
    )
    task.capacityProviderName = strategy[0]["capacityProvider"] if strategy else None
    task.enableExecuteCommand = getattr(service, "enableExecuteCommand", False)
    rollout.backend.tasks.setdefault(rollout.cluster.name, {})[task.task_arn] = task
    return task
