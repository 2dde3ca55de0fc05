"""Tagging API: finds by their tags what a stack left behind. MiniStack returns nothing of these services, and distributions even when deleted."""

from ministack.services import (
    apigateway,
    apigateway_v1,
    cloudfront,
    cloudwatch,
    cloudwatch_logs,
    codebuild,
    secretsmanager,
    ssm,
    tagging,
    waf,
)

from patching import replaces


def flat(tags):
    """Tags as {key: value}."""
    return [{"Key": key, "Value": value} for key, value in (tags or {}).items()]


def apis():
    for store in (apigateway_v1._v1_tags, apigateway._api_tags):
        yield from ((arn, flat(tags)) for arn, tags in store.items())


def alarms():
    yield from ((arn, flat(tags)) for arn, tags in cloudwatch._resource_tags.items())


def log_groups():
    for group in cloudwatch_logs._log_groups.values():
        yield group["arn"].removesuffix(":*"), flat(group["tags"])


def projects():
    for project in codebuild._projects.values():
        yield project["arn"], [{"Key": tag["key"], "Value": tag["value"]} for tag in project.get("tags") or []]


def secrets():
    for secret in secretsmanager._secrets.values():
        if not secret.get("DeletedDate"):  # It waits for its deletion.
            yield secret["ARN"], secret.get("Tags") or []


def parameters():
    yield from ((arn, flat(tags)) for arn, tags in ssm._tags.items())


def firewalls():
    yield from waf._waf_tags.items()


MISSING = {
    "apigateway": apis,
    "cloudwatch": alarms,
    "codebuild": projects,
    "logs": log_groups,
    "secretsmanager": secrets,
    "ssm": parameters,
    "wafv2": firewalls,
}

for service, collect in MISSING.items():
    if service in tagging._COLLECTORS:
        raise AttributeError(f"the tagging API knows {service}: remove it from the patch")
    tagging._COLLECTORS[service] = collect


@replaces(cloudfront, "_delete_distribution")
def delete_with_tags(original, dist_id, headers):
    distribution = cloudfront._distributions.get(dist_id)
    answer = original(dist_id, headers)
    if answer[0] == 204:
        cloudfront._tags.pop(distribution["ARN"], None)
    return answer
