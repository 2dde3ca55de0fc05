"""API Gateway (REST): MOCK integrations, and variables in gateway responses.

A MOCK integration gets the method POST, which the request does not have: Terraform replaces it in every plan. A gateway response does
not replace $context.error.validationErrorString by its value.
"""

from ministack.services import apigateway_v1

from patching import replaces


@replaces(apigateway_v1, "_put_integration")
def put_integration(original, api_id, resource_id, http_method, data):
    status, headers, body = original(api_id, resource_id, http_method, data)
    if status == 201 and "httpMethod" not in data and data.get("type") == "MOCK":
        method = apigateway_v1._resources[api_id][resource_id]["resourceMethods"][http_method]
        method["methodIntegration"].pop("httpMethod", None)
        return apigateway_v1._v1_response(method["methodIntegration"], 201)
    return status, headers, body


@replaces(apigateway_v1, "_gateway_error_response")
def gateway_error_response(original, error, request):
    status, headers, body = original(error, request)
    # API Gateway says which part does not match the model; this emulator knows only that the body does not match.
    return status, headers, body.replace(b"$context.error.validationErrorString", b"[the body does not fit the model]")
