from tests import ENDPOINT, EmulatorTest, client


class WebSocketApis(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.gateway = client("apigatewayv2")

    def create(self, protocol):
        return self.gateway.create_api(Name="chat", ProtocolType=protocol)["ApiId"]

    def test_the_address_resolves_and_says_that_it_is_a_websocket(self):
        api_id = self.create("WEBSOCKET")
        address = f"ws{ENDPOINT.removeprefix('http')}/_aws/execute-api/{api_id}"
        self.assertEqual(self.gateway.get_api(ApiId=api_id)["ApiEndpoint"], address)

    def test_the_address_of_an_http_api_stays(self):
        api_id = self.create("HTTP")
        self.assertIn(f"http://{api_id}.execute-api.", self.gateway.get_api(ApiId=api_id)["ApiEndpoint"])

    def test_an_authorizer_tells_nothing_of_http_apis(self):
        uri = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:f/invocations"
        for protocol, expected in (("WEBSOCKET", False), ("HTTP", True)):
            with self.subTest(protocol=protocol):
                api_id = self.create(protocol)
                authorizer = self.gateway.create_authorizer(
                    ApiId=api_id, AuthorizerType="REQUEST", Name="token", AuthorizerUri=uri, IdentitySource=[]
                )
                read = self.gateway.get_authorizer(ApiId=api_id, AuthorizerId=authorizer["AuthorizerId"])
                for found in (authorizer, read):
                    self.assertEqual("AuthorizerPayloadFormatVersion" in found, expected)
                    self.assertEqual("JwtConfiguration" in found, expected)
