"""API Gateway: WebSocket APIs.

MiniStack returns the address http://<id>.execute-api.<host>, which no resolver knows, and http instead of AWS's wss. It also serves
the API below a path of its own address. Its authorizers are returned with attributes that only those of HTTP APIs have, which Terraform
takes for a change in every plan. Its routes call a process of the function past weights, metrics, logs and reserved concurrency, and the
process of an alias stays that of the version with which it began.
"""

from ministack.core import lambda_runtime
from ministack.services import apigateway, lambda_svc

from guard import application_prefix
from patching import replaces


def of_websocket(api_id):
    return (apigateway._apis.get(api_id) or {}).get("protocolType") == "WEBSOCKET"


@replaces(apigateway, "_create_api")
def with_an_address_that_resolves(original, data):
    made = original(data)
    if made[0] != 201 or data.get("protocolType") != "WEBSOCKET":
        return made
    api_id = apigateway.json.loads(made[2])["apiId"]
    api = apigateway._apis[api_id]
    api["apiEndpoint"] = f"ws://{apigateway._HOST}:{apigateway._PORT}{application_prefix()}/_aws/execute-api/{api_id}"
    return apigateway._apigw_response(api, 201)


@replaces(apigateway, "_create_authorizer")
def with_what_a_websocket_api_knows(original, api_id, data):
    made = original(api_id, data)
    if made[0] != 201 or not of_websocket(api_id):
        return made
    authorizer = apigateway._authorizers[api_id][apigateway.json.loads(made[2])["authorizerId"]]
    for key in ("authorizerPayloadFormatVersion", "jwtConfiguration"):
        if not data.get(key):
            del authorizer[key]
    return apigateway._apigw_response(authorizer, 201)


class Called:
    """A function in the place of its process: a route calls it as any other caller does."""

    def __init__(self, record):
        self.record = record

    def invoke(self, event, _request_id):
        result = lambda_svc._execute_function(self.record, event)
        if not result.get("error"):
            return {"status": "ok", "result": result.get("body")}
        body = result["body"]
        return {"status": "error", "error": body.get("errorMessage") or body.get("message", "")}


@replaces(lambda_runtime, "get_or_create_worker")
def of_a_route(_original, name, config, code_zip, qualifier="$LATEST"):
    record, _ = lambda_svc._get_func_record_for_qualifier(name, qualifier)
    return Called(record)
