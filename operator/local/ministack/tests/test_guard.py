import asyncio
import http.client
import io
import json
import socket
import threading
import zipfile

import boto3
from botocore.exceptions import ClientError
from hypercorn.asyncio import serve
from hypercorn.config import Config

import server
from guard import application_key, guarded_asgi
from tests import EmulatorTest, app, client, eventually, never

key = "emulator" + "0123456789abcdef" * 2
of_application = application_key(key)
page = {"Origin": "https://evil.example", "Content-Type": "text/plain"}
handshake = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg==",
}

with socket.create_server(("127.0.0.1", 0)) as found:
    port = found.getsockname()[1]


def answers():
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0


def zipped(text):
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("x.py", text)
    return memory.getvalue()


class Guard(EmulatorTest):
    """MiniStack itself behind the guard, at a port of its own."""

    @classmethod
    def setUpClass(cls):
        config = Config()
        config.bind, config.loglevel = [f"127.0.0.1:{port}"], "ERROR"
        run = serve(guarded_asgi(app.app, key, server.issued), config, shutdown_trigger=never)
        threading.Thread(target=lambda: asyncio.run(run), daemon=True).start()
        eventually(answers)

    def setUp(self):
        super().setUp()
        mine = {"aws_access_key_id": key, "aws_secret_access_key": "any", "region_name": "us-east-1"}
        self.session = boto3.Session(**mine)

    def mine(self, service):
        return self.session.client(service, endpoint_url=f"http://127.0.0.1:{port}")

    def ask(self, method, path, headers=(), body=None):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request(method, path, body, dict(headers))
        response = connection.getresponse()
        text = b"" if response.status == 101 else response.read()
        connection.close()
        return response, text

    def refused(self, *args, **kwargs):
        response, _ = self.ask(*args, **kwargs)
        self.assertEqual(response.status, 403)
        self.assertIsNone(response.getheader("Access-Control-Allow-Origin"))

    def answers_204(self, apis, api, **authorization):
        """The path of a REST API that answers each GET with 204."""
        [root] = apis.get_resources(restApiId=api)["items"]
        of_root = {"restApiId": api, "resourceId": root["id"], "httpMethod": "GET"}
        apis.put_method(**of_root, **authorization)
        apis.put_integration(**of_root, type="MOCK", requestTemplates={"application/json": '{"statusCode": 204}'})
        apis.put_method_response(**of_root, statusCode="204")
        apis.put_integration_response(**of_root, statusCode="204")
        apis.create_deployment(restApiId=api, stageName="local")
        return f"/restapis/{api}/local/_user_request_/"

    def test_who_has_the_key_makes_and_calls_functions(self):
        functions = self.mine("lambda")
        code = {"ZipFile": zipped("def h(event, _): return event['name']")}
        role = "arn:aws:iam::123456789012:role/x"
        functions.create_function(FunctionName="f", Runtime="python3.12", Role=role, Handler="x.h", Code=code)
        answer = functions.invoke(FunctionName="f", Payload=b'{"name": "mine"}')
        self.assertEqual(json.load(answer["Payload"]), "mine")

    def test_another_user_makes_no_function(self):
        body = json.dumps({"FunctionName": "evil", "Runtime": "python3.12", "Role": "x", "Handler": "x.h", "Code": {}})
        for headers in ({}, page, {"X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth"}):
            self.refused("POST", "/2015-03-31/functions", headers, body)
        stranger = boto3.client(
            "lambda",
            region_name="us-east-1",
            endpoint_url=f"http://127.0.0.1:{port}",
            aws_access_key_id="123456789012",
            aws_secret_access_key="test",
        )
        with self.assertRaises(ClientError) as raised:
            stranger.list_functions()
        self.assertEqual(raised.exception.response["ResponseMetadata"]["HTTPStatusCode"], 403)
        self.assertEqual(client("lambda").list_functions()["Functions"], [])

    def test_an_assumed_role_is_let_in(self):
        role = self.mine("sts").assume_role(RoleArn="arn:aws:iam::123456789012:role/x", RoleSessionName="test")
        credentials = role["Credentials"]
        assumed = boto3.client(
            "lambda",
            region_name="us-east-1",
            endpoint_url=f"http://127.0.0.1:{port}",
            aws_access_key_id=credentials["AccessKeyId"],
            aws_secret_access_key=credentials["SecretAccessKey"],
            aws_session_token=credentials["SessionToken"],
        )
        self.assertEqual(assumed.list_functions()["Functions"], [])

    def test_a_page_may_not_even_ask_what_it_may(self):
        self.refused("OPTIONS", "/2015-03-31/functions", page | {"Access-Control-Request-Method": "POST"})
        self.refused("POST", "/_ministack/reset", page | {"X-Emulator-Key": key})

    def test_answers_let_no_page_read_them(self):
        response, _ = self.ask("GET", "/_ministack/process", {"X-Emulator-Key": key})
        self.assertEqual(response.status, 200)
        self.assertFalse([name for name, _ in response.getheaders() if name.lower().startswith("access-control-")])

    def test_a_rest_api_is_called_at_the_address_of_its_application(self):
        apis = self.mine("apigateway")
        api = apis.create_rest_api(name="shop")["id"]
        path = self.answers_204(apis, api, authorizationType="NONE")
        response, text = self.ask("GET", f"/_emulator/{of_application}{path}", {"Origin": "https://shop.example"})
        self.assertEqual((response.status, text), (204, b""))
        self.refused("GET", path)
        self.refused("GET", f"/_emulator/{key}{path}")

    def test_a_user_who_signed_in_is_known_to_an_api(self):
        users = self.mine("cognito-idp")
        pool = users.create_user_pool(PoolName="testers")["UserPool"]
        application = users.create_user_pool_client(
            UserPoolId=pool["Id"], ClientName="web", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
        )["UserPoolClient"]
        mia = {"UserPoolId": pool["Id"], "Username": "mia"}
        users.admin_create_user(**mia, MessageAction="SUPPRESS")
        users.admin_set_user_password(**mia, Password="Aa1!aaaaaaaa", Permanent=True)
        signed_in = users.initiate_auth(
            ClientId=application["ClientId"],
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "mia", "PASSWORD": "Aa1!aaaaaaaa"},
        )
        apis = self.mine("apigateway")
        api = apis.create_rest_api(name="shop")["id"]
        authorizer = apis.create_authorizer(
            restApiId=api,
            name="users",
            type="COGNITO_USER_POOLS",
            providerARNs=[f"arn:aws:cognito-idp:us-east-1:123456789012:userpool/{pool['Id']}"],
            identitySource="method.request.header.Authorization",
        )
        path = self.answers_204(apis, api, authorizationType="COGNITO_USER_POOLS", authorizerId=authorizer["id"])
        address = f"/_emulator/{of_application}{path}"
        token = {"Authorization": signed_in["AuthenticationResult"]["IdToken"]}
        self.assertEqual(self.ask("GET", address, token)[0].status, 204)
        self.assertEqual(self.ask("GET", address)[0].status, 401)

    def test_a_websocket_needs_the_address_of_its_application(self):
        apis = self.mine("apigatewayv2")
        api = apis.create_api(Name="chat", ProtocolType="WEBSOCKET", RouteSelectionExpression="$request.body.action")
        path = f"/_aws/execute-api/{api['ApiId']}/local"
        apis.create_stage(ApiId=api["ApiId"], StageName="local")
        self.refused("GET", path, handshake)
        self.refused("GET", path, handshake | page)
        response, _ = self.ask("GET", f"/_emulator/{of_application}{path}", handshake)
        self.assertEqual(response.status, 101)

    def test_a_distribution_leads_to_no_other_service(self):
        at = {"Host": f"dnone.{of_application}.localhost:{port}"}
        response, _ = self.ask("GET", "/2015-03-31/functions", at)
        self.assertEqual(response.status, 404)
        self.refused("POST", "/2015-03-31/functions", at, "{}")
        self.refused("GET", "/_ministack/process", at)
