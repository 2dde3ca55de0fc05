"""An account of moto with the resources of the bot's stack, and events in the format of API Gateway."""

import importlib
import os
import unittest
from unittest.mock import patch

import boto3
from moto import mock_aws

CONNECTION = "L0SM9cOFvHcCIhw="


class Gone(Exception):
    pass


class FakeConnections:
    """The @connections API: records sent frames and closed connections."""

    class exceptions:
        GoneException = Gone

    def __init__(self):
        self.sent = []
        self.gone = set()

    def post_to_connection(self, ConnectionId, Data):
        if ConnectionId in self.gone:
            raise Gone
        self.sent.append((ConnectionId, Data.decode()))


class BotTest(unittest.TestCase):
    def setUp(self):
        environment = {
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
            "ALLOWED_ORIGINS": "https://bot.example.com",
            "CONNECTIONS_TABLE": "connections",
            "CONNECTIONS_URL": "https://api.execute-api.us-east-1.amazonaws.com/prod",
            "CONNECTION_TTL_SECONDS": "7200",
            "CONVERSATIONS_TABLE": "conversations",
            "CONVERSATION_TTL_SECONDS": "86400",
            "ENVIRONMENT": "test",
        }
        # Without the AWS settings of the machine, so that no test reaches an account.
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        self.start(patch.dict(os.environ, inherited | environment, clear=True))
        self.start(mock_aws())
        dynamodb = boto3.resource("dynamodb")
        self.connections = dynamodb.create_table(
            TableName="connections",
            KeySchema=[{"AttributeName": "connection_id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "connection_id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        self.conversations = dynamodb.create_table(
            TableName="conversations",
            KeySchema=[{"AttributeName": "PK", "KeyType": "HASH"}, {"AttributeName": "SK", "KeyType": "RANGE"}],
            AttributeDefinitions=[
                {"AttributeName": "PK", "AttributeType": "S"},
                {"AttributeName": "SK", "AttributeType": "S"},
            ],
            BillingMode="PAY_PER_REQUEST",
        )

    def start(self, patcher):
        value = patcher.start()
        self.addCleanup(patcher.stop)
        return value

    def module(self, name):
        """A Lambda environment that has just started, with nothing cached."""
        return importlib.reload(importlib.import_module(name))

    def items(self, table):
        return table.scan()["Items"]


def event(route, body=None, connection_id=CONNECTION, **fields):
    """The event that an integration gets."""
    return {
        "requestContext": {
            "routeKey": route,
            "eventType": {"$connect": "CONNECT", "$disconnect": "DISCONNECT"}.get(route, "MESSAGE"),
            "connectionId": connection_id,
            "connectedAt": 1764230000000,
            "requestTimeEpoch": 1764230000000,
            "requestId": "UjrHtFK6oAMFTew=",
            "stage": "prod",
            "apiId": "abcdef1234",
            "domainName": "abcdef1234.execute-api.us-east-1.amazonaws.com",
            "identity": {"sourceIp": "192.0.2.1", "userAgent": "tests"},
        },
        "body": body,
        "isBase64Encoded": False,
        **fields,
    }
