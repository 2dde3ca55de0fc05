import http.client
import json
import time
import urllib.request

from tests import ENDPOINT, client, eventually
from tests.lambda_versions import ARN, VersionsTest


class Called(VersionsTest):
    """By others than Invoke. With a weight of 1 one call shows who runs it."""

    def environment(self, build):
        return {"Variables": {"BUILD": build, "QUEUE": self.calls, "AWS_ENDPOINT_URL": ENDPOINT}}

    def setUp(self):
        super().setUp()
        self.divide(1.0)

    def seen(self):
        found = []

        def received():
            messages = self.sqs.receive_message(QueueUrl=self.calls, MaxNumberOfMessages=10).get("Messages", [])
            for message in messages:
                self.sqs.delete_message(QueueUrl=self.calls, ReceiptHandle=message["ReceiptHandle"])
                found.append(json.loads(message["Body"]))
            return found

        return eventually(received)

    def assert_divided(self, seen):
        self.assertEqual((seen["version"], seen["code"], seen["as"]), ("2", "two", f"{ARN}:live"))

    def test_by_a_rest_api(self):
        apis = client("apigateway")
        api = apis.create_rest_api(name="api")["id"]
        [root] = apis.get_resources(restApiId=api)["items"]
        method = {"restApiId": api, "resourceId": root["id"], "httpMethod": "GET"}
        apis.put_method(**method, authorizationType="NONE")
        uri = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{ARN}:live/invocations"
        apis.put_integration(**method, type="AWS_PROXY", integrationHttpMethod="POST", uri=uri)
        apis.create_deployment(restApiId=api, stageName="v1")
        with urllib.request.urlopen(f"{ENDPOINT}/restapis/{api}/v1/_user_request_/") as answer:
            self.assert_divided(json.load(answer))

    def test_by_an_http_api(self):
        apis = client("apigatewayv2")
        api = apis.create_api(Name="api", ProtocolType="HTTP")["ApiId"]
        integration = apis.create_integration(
            ApiId=api, IntegrationType="AWS_PROXY", IntegrationUri=f"{ARN}:live", PayloadFormatVersion="2.0"
        )["IntegrationId"]
        apis.create_route(ApiId=api, RouteKey="GET /", Target=f"integrations/{integration}")
        apis.create_stage(ApiId=api, StageName="$default", AutoDeploy=True)
        with urllib.request.urlopen(f"{ENDPOINT}/_aws/execute-api/{api}/") as answer:
            self.assert_divided(json.load(answer))

    def test_by_a_route_of_a_websocket_until_the_alias_changes(self):
        apis = client("apigatewayv2")
        api = apis.create_api(Name="chat", ProtocolType="WEBSOCKET", RouteSelectionExpression="$request.body.action")[
            "ApiId"
        ]
        uri = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{ARN}:live/invocations"
        integration = apis.create_integration(ApiId=api, IntegrationType="AWS_PROXY", IntegrationUri=uri)[
            "IntegrationId"
        ]
        apis.create_route(ApiId=api, RouteKey="$connect", Target=f"integrations/{integration}")
        apis.create_stage(ApiId=api, StageName="v1")
        self.assertEqual(self.connect(api), 101)
        self.assert_divided(self.seen()[0])
        self.divide(0)
        self.assertEqual(self.connect(api), 101)
        self.assertEqual(self.seen()[0]["version"], "1")
        self.assertNotEqual(self.connect(api, "?why=fail"), 101)

    def connect(self, api, query=""):
        """The status of a handshake."""
        headers = {
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg==",
        }
        connection = http.client.HTTPConnection(ENDPOINT.removeprefix("http://"))
        connection.request("GET", f"/_aws/execute-api/{api}/v1{query}", headers=headers)
        status = connection.getresponse().status
        connection.close()
        return status

    def test_by_a_queue(self):
        queue = self.sqs.create_queue(QueueName="work")["QueueUrl"]
        arn = "arn:aws:sqs:us-east-1:123456789012:work"
        self.functions.create_event_source_mapping(FunctionName=f"{ARN}:live", EventSourceArn=arn)
        self.sqs.send_message(QueueUrl=queue, MessageBody="{}")
        self.assert_divided(self.seen()[0])
        in_flight = {"QueueUrl": queue, "AttributeNames": ["ApproximateNumberOfMessagesNotVisible"]}
        eventually(lambda: list(self.sqs.get_queue_attributes(**in_flight)["Attributes"].values()) == ["0"])

    def test_by_a_stream(self):
        table = client("dynamodb").create_table(
            TableName="items",
            KeySchema=[{"AttributeName": "PK", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "PK", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
        )["TableDescription"]
        self.functions.create_event_source_mapping(
            FunctionName=f"{ARN}:live", EventSourceArn=table["LatestStreamArn"], StartingPosition="TRIM_HORIZON"
        )
        client("dynamodb").put_item(TableName="items", Item={"PK": {"S": "one"}})
        self.assert_divided(self.seen()[0])

    def test_by_a_topic(self):
        topic = client("sns").create_topic(Name="topic")["TopicArn"]
        client("sns").subscribe(TopicArn=topic, Protocol="lambda", Endpoint=f"{ARN}:live")
        client("sns").publish(TopicArn=topic, Message="{}")
        self.assert_divided(self.seen()[0])

    def test_by_a_rule(self):
        events = client("events")
        events.put_rule(Name="rule", EventPattern=json.dumps({"source": ["lab"]}))
        events.put_targets(Rule="rule", Targets=[{"Id": "f", "Arn": f"{ARN}:live"}])
        events.put_events(Entries=[{"Source": "lab", "DetailType": "call", "Detail": "{}"}])
        self.assert_divided(self.seen()[0])

    def test_by_a_bucket_whose_event_is_tried_as_often_as_the_alias_says(self):
        self.functions.put_function_event_invoke_config(FunctionName="f", Qualifier="live", MaximumRetryAttempts=0)
        s3 = client("s3")
        s3.create_bucket(Bucket="uploads")
        notified = {"LambdaFunctionArn": f"{ARN}:live", "Events": ["s3:ObjectCreated:*"]}
        s3.put_bucket_notification_configuration(
            Bucket="uploads", NotificationConfiguration={"LambdaFunctionConfigurations": [notified]}
        )
        s3.put_object(Bucket="uploads", Key="fail", Body=b"")
        self.assert_divided(self.seen()[0])
        time.sleep(2)  # A second attempt would come after one second.
        self.assertNotIn("Messages", self.sqs.receive_message(QueueUrl=self.calls))

    def test_by_an_asynchronous_call(self):
        self.assertEqual(self.invoke(InvocationType="Event")[0], "2")
        self.assert_divided(self.seen()[0])
