import http.client
import json
import threading
import unittest

from werkzeug.serving import make_server

import server
from guard import application_key, guarded_wsgi
from tests import client

key = "emulator" + "0123456789abcdef" * 2
of_application = application_key(key)
signed = {"Authorization": f"AWS4-HMAC-SHA256 Credential={key}/20260101/us-east-1/s3/aws4_request, SignedHeaders=host"}


def echo(environ, start_response):
    """Answers with what it got, and with the header by which any page could read it."""
    start_response("200 OK", [("Content-Type", "application/json"), ("Access-Control-Allow-Origin", "*")])
    return [json.dumps({"path": environ["PATH_INFO"], "host": environ["HTTP_HOST"]}).encode()]


class Guard(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = make_server(
            "127.0.0.1", 0, guarded_wsgi(echo, key, lambda other: other == "ASIAROLE"), threaded=True
        )
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()

    @classmethod
    def tearDownClass(cls):
        cls.server.shutdown()
        cls.server.server_close()

    def ask(self, path="/", headers=(), method="GET"):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port)
        connection.request(method, path, headers=dict(headers))
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        return response, text

    def refused(self, *args, **kwargs):
        response, text = self.ask(*args, **kwargs)
        self.assertEqual(response.status, 403)
        self.assertNotIn(key, text)
        return text

    def admitted(self, *args, **kwargs):
        response, text = self.ask(*args, **kwargs)
        self.assertEqual(response.status, 200, text)
        self.assertIsNone(response.getheader("Access-Control-Allow-Origin"))
        return json.loads(text)

    def test_the_key_opens_it_as_access_key_in_a_presigned_address_and_as_a_header(self):
        self.admitted("/bucket", signed)
        self.admitted(f"/bucket?X-Amz-Credential={key}%2F20260101%2Fus-east-1%2Fs3%2Faws4_request")
        self.admitted("/moto-api/process", {"X-Emulator-Key": key})

    def test_an_assumed_role_has_a_key_of_its_own(self):
        self.admitted("/bucket", {"Authorization": signed["Authorization"].replace(key, "ASIAROLE")})
        self.refused("/bucket", {"Authorization": signed["Authorization"].replace(key, "ASIAOTHER")})
        self.refused("/bucket", {"Authorization": "AWS4-HMAC-SHA256 Credential=/20260101/us-east-1/s3/aws4_request"})
        sts = client("sts")
        role = sts.assume_role(RoleArn="arn:aws:iam::123456789012:role/x", RoleSessionName="test")
        self.assertTrue(server.issued(role["Credentials"]["AccessKeyId"]))
        self.assertFalse(server.issued("ASIAOTHER"))

    def test_both_sides_make_the_same_key_for_applications(self):
        self.assertEqual(of_application, "0f4d0eae9c38c0068d69f3f372099db5")

    def test_another_user_of_the_machine_is_refused(self):
        self.assertIn("key", self.refused("/bucket"))
        self.refused("/bucket", {"Authorization": signed["Authorization"].replace(key, "test")})
        self.refused("/moto-api/reset", method="POST")
        self.refused("/_emulator/wrong/bucket")

    def test_a_page_is_refused_whatever_it_knows(self):
        self.assertIn("web page", self.refused("/bucket", signed | {"Origin": "https://evil.example"}))
        self.refused("/bucket", {"X-Emulator-Key": key, "Origin": "https://evil.example"})
        self.refused("/bucket", {"Origin": "null"}, method="OPTIONS")

    def test_a_name_that_leads_here_by_dns_rebinding_is_refused(self):
        self.assertIn("evil.example", self.refused("/bucket", signed | {"Host": "evil.example"}))
        self.refused("/bucket", signed | {"Host": "127.0.0.1.evil.example"})
        self.refused("/bucket", signed | {"Host": "d1.wrongkey.localhost"})

    def test_names_of_this_machine_and_of_aws_are_taken(self):
        for host in ("127.0.0.1:4566", "localhost", "123456789012.127.0.0.1:4566", "b.s3.us-east-1.amazonaws.com"):
            self.admitted("/bucket", signed | {"Host": host})

    def test_a_deployed_application_is_reached_by_an_address_with_the_key(self):
        path = "/restapis/a1/local/_user_request_/orders"
        self.assertEqual(
            self.admitted(f"/_emulator/{of_application}{path}", {"Origin": "https://shop.example"})["path"], path
        )
        self.refused(path)
        page = self.admitted("/index.html", {"Host": f"d1.{of_application}.localhost:4567"})
        self.assertEqual(page["host"], "d1.cloudfront.net")

    def test_the_key_of_an_application_opens_nothing_else(self):
        for path in ("/bucket", "/moto-api/reset", "/_aws/execute-api/a1/local/@connections/c1"):
            self.refused(f"/_emulator/{of_application}{path}", method="POST")
            self.refused(path, {"X-Emulator-Key": of_application}, method="POST")
        at = {"Host": f"d1.{of_application}.localhost"}
        self.refused("/2015-03-31/functions", at, method="POST")
        self.refused("/_ministack/reset", at)
        path = "/_aws/execute-api/a1/local/@connections/c1"
        self.assertEqual(self.admitted(f"/_emulator/{of_application}{path}", signed, method="POST")["path"], path)

    def test_who_verifies_tokens_reads_their_public_keys(self):
        path = "/us-east-1_abc123/.well-known/jwks.json"
        self.admitted(path)
        self.refused(path, method="POST")
        self.refused(f"{path}?Action=CreateUser")
        self.refused(path, {"X-Amz-Target": "AWSLambda.ListFunctions"})
        self.refused("/bucket/us-east-1_abc123/.well-known/jwks.json")

    def test_users_sign_in_without_a_signature_as_on_aws(self):
        service, json_of_aws = "AWSCognitoIdentityProviderService.", {"Content-Type": "application/x-amz-json-1.1"}
        sign_in = json_of_aws | {"X-Amz-Target": f"{service}InitiateAuth"}
        self.admitted("/", sign_in, method="POST")
        self.refused("/", json_of_aws | {"X-Amz-Target": f"{service}AdminCreateUser"}, method="POST")
        self.refused("/", sign_in | {"Origin": "https://evil.example"}, method="POST")
        # No other service takes such a request for its own.
        self.refused("/2015-03-31/functions", sign_in, method="POST")
        self.refused("/?Action=CreateUser", sign_in, method="POST")
        self.refused("/", sign_in | {"Host": "bucket.s3.amazonaws.com"}, method="POST")
        self.refused("/", sign_in | {"Content-Type": "application/x-www-form-urlencoded"}, method="POST")
        self.refused("/", sign_in | {"Authorization": signed["Authorization"].replace(key, "test")}, method="POST")
