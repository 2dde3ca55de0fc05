"""WAF: the log destination of a web ACL.

The four actions of logging configurations are missing; Terraform refuses an aws_wafv2_web_acl_logging_configuration.
"""

import json

from ministack.core.responses import AccountScopedDict, json_response
from ministack.services import waf

from patching import replaces

logging_configurations = AccountScopedDict()  # ARN of a web ACL -> its configuration


def put(data):
    configuration = data["LoggingConfiguration"]
    arn, refused = waf._resolve_local_waf_resource_arn(configuration["ResourceArn"], ("webacl",))
    if refused:
        return refused
    logging_configurations[arn] = {"ManagedByFirewallManager": False, **configuration}
    return json_response({"LoggingConfiguration": logging_configurations[arn]})


def get(data):
    arn = data["ResourceArn"]
    if arn not in logging_configurations:
        return waf._waf_not_found(arn)
    return json_response({"LoggingConfiguration": logging_configurations[arn]})


def delete(data):
    arn = data["ResourceArn"]
    if arn not in logging_configurations:
        return waf._waf_not_found(arn)
    del logging_configurations[arn]
    return json_response({})


def list_all(data):
    of_cloudfront = data["Scope"] == "CLOUDFRONT"
    found = [it for arn, it in logging_configurations.items() if (":global/" in arn) == of_cloudfront]
    return json_response({"LoggingConfigurations": found})


actions = {
    "PutLoggingConfiguration": put,
    "GetLoggingConfiguration": get,
    "DeleteLoggingConfiguration": delete,
    "ListLoggingConfigurations": list_all,
}


@replaces(waf, "handle_request")
async def handle_logging(original, method, path, headers, body, query_params):
    action = actions.get(headers.get("x-amz-target", "").split(".")[-1])
    return action(json.loads(body)) if action else await original(method, path, headers, body, query_params)


@replaces(waf, "delete_web_acl_record")
def delete_with_logging(original, uid, scope):
    acl = waf.web_acl_record(uid, scope)
    if acl:
        logging_configurations.pop(acl["ARN"], None)
    return original(uid, scope)


@replaces(waf, "reset")
def reset_logging(original):
    logging_configurations.clear()
    original()
