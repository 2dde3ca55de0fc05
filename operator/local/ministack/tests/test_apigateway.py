import json
import urllib.error
import urllib.request

from tests import ENDPOINT, EmulatorTest, client


class RestApis(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.gateway = client("apigateway")
        self.api = self.gateway.create_rest_api(name="lab")["id"]
        root = self.gateway.get_resources(restApiId=self.api)["items"][0]["id"]
        self.method = {"restApiId": self.api, "resourceId": root, "httpMethod": "POST"}
        self.gateway.create_model(
            restApiId=self.api,
            name="Body",
            contentType="application/json",
            schema=json.dumps({"type": "object", "required": ["name"]}),
        )
        validator = self.gateway.create_request_validator(restApiId=self.api, name="body", validateRequestBody=True)
        self.gateway.put_method(
            **self.method,
            authorizationType="NONE",
            requestValidatorId=validator["id"],
            requestModels={"application/json": "Body"},
        )

    def test_an_integration_that_calls_nothing_has_no_method(self):
        self.gateway.put_integration(**self.method, type="MOCK")
        self.assertNotIn("httpMethod", self.gateway.get_integration(**self.method))
        self.gateway.put_integration(**self.method, type="HTTP", integrationHttpMethod="GET", uri="http://example.com")
        self.assertEqual(self.gateway.get_integration(**self.method)["httpMethod"], "GET")

    def test_who_sends_a_bad_body_is_told_why(self):
        self.gateway.put_integration(**self.method, type="MOCK")
        self.gateway.put_gateway_response(
            restApiId=self.api,
            responseType="BAD_REQUEST_BODY",
            statusCode="400",
            responseTemplates={"application/json": '{"reason":"$context.error.validationErrorString"}'},
        )
        self.gateway.create_deployment(restApiId=self.api, stageName="lab")
        url = f"{ENDPOINT}/restapis/{self.api}/lab/_user_request_/"
        with self.assertRaises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(urllib.request.Request(url, method="POST", data=b"{}"))
        self.assertEqual(refused.exception.code, 400)
        self.assertNotIn("$", json.loads(refused.exception.read())["reason"])
