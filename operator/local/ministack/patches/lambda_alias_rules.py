"""Lambda: what AWS refuses of an alias. MiniStack takes any version and any weights, also with provisioned concurrency.

The texts are AWS's: those of weights and unpublished versions as LocalStack, whose tests run on AWS too, has them; "Alias with weights can
not be used …" from hashicorp/terraform#24957; "Invalid alias configuration …" from the developer guide (Troubleshoot deployment issues).
"""

from ministack.core.responses import error_response_json
from ministack.services import lambda_svc

from patches.lambda_aliases import weights_of
from patching import replaces

MAP_VALUE = (
    "Map value must satisfy constraint: [Member must have value less than or equal to 1.0, "
    "Member must have value greater than or equal to 0.0, Member must not be null]"
)
MAP_KEY = (
    "Map keys must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or "
    "equal to 1, Member must satisfy regular expression pattern: [0-9]+, Member must not be null]"
)


def refused(message):
    return error_response_json("InvalidParameterValueException", message, 400)


def invalid(version, weight, constraint):
    place = f"Value '{{{version}={weight}}}' at 'routingConfig.additionalVersionWeights'"
    message = f"1 validation error detected: {place} failed to satisfy constraint: {constraint}"
    return error_response_json("ValidationException", message, 400)


def refusal(name, alias):
    """Why AWS refuses an alias as it would become; None if it does not."""
    version, weights = alias["FunctionVersion"], weights_of(alias)
    known = {"$LATEST", *lambda_svc._functions[name]["versions"]}
    if version not in known:
        return lambda_svc._function_qualifier_not_found(name, version)
    if len(weights) > 1:
        return refused("Number of items in AdditionalVersionWeights cannot be greater than 1")
    for other, weight in weights.items():
        if not isinstance(weight, (int, float)) or not 0 <= weight <= 1:
            return invalid(other, weight, MAP_VALUE)
        if not other.isdecimal():
            return invalid(other, weight, MAP_KEY)
        if version == "$LATEST":
            return refused("$LATEST is not supported for an alias pointing to more than 1 version")
        if other == version:
            text = f"Function version {version} is already included in routing configuration."
            return refused(f"Invalid function version {version}. {text}")
        if other not in known:
            return lambda_svc._function_qualifier_not_found(name, other)
    if weights and alias["Name"] in provisioned(name):
        return refused("Invalid alias configuration for Provisioned Concurrency")
    return None


def provisioned(name):
    """The provisioned concurrency of a function, by alias or version."""
    return lambda_svc._functions[name].get("provisioned_concurrency") or {}


@replaces(lambda_svc, "_create_alias")
def create_alias(original, name, data):
    if name not in lambda_svc._functions or not data.get("Name") or not data.get("FunctionVersion"):
        return original(name, data)
    return refusal(name, data) or original(name, data)


@replaces(lambda_svc, "_update_alias")
def update_alias(original, name, alias_name, data):
    alias = lambda_svc._functions.get(name, {}).get("aliases", {}).get(alias_name)
    if alias is None:
        return original(name, alias_name, data)
    return (
        lambda_svc._check_revision(alias, data) or refusal(name, {**alias, **data}) or original(name, alias_name, data)
    )


@replaces(lambda_svc, "_delete_alias")
def delete_alias(original, name, alias_name):
    answer = original(name, alias_name)
    if answer[0] == 204:
        provisioned(name).pop(alias_name, None)
    return answer


@replaces(lambda_svc, "_put_provisioned_concurrency")
def put_provisioned_concurrency(original, name, qualifier, data):
    if name not in lambda_svc._functions:
        return original(name, qualifier, data)
    alias = lambda_svc._functions[name]["aliases"].get(qualifier)
    if alias and weights_of(alias):
        return refused("Alias with weights can not be used with Provisioned Concurrency")
    if (alias["FunctionVersion"] if alias else qualifier or "$LATEST") == "$LATEST":
        return refused("Provisioned Concurrency Configs cannot be applied to unpublished function versions.")
    return original(name, qualifier, data)


@replaces(lambda_svc, "_delete_function")
def delete_function(original, name, query_params, path_qualifier=None):
    """Names the aliases that lead to a version, as AWS does."""
    answer = original(name, query_params, path_qualifier)
    if answer[0] != 409:
        return answer
    version = lambda_svc._qualifier_from_path_or_query(path_qualifier, query_params)
    aliases = lambda_svc._functions[name]["aliases"].values()
    leading = [alias["Name"] for alias in aliases if version in (alias["FunctionVersion"], *weights_of(alias))]
    message = f"Unable to delete version because the following aliases reference it: [{', '.join(leading)}]"
    return error_response_json("ResourceConflictException", message, 409)
