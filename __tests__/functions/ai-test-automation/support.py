"""Loads the code like Lambda does, with its tables and its bucket on moto."""

import json
import os
import sys
import unittest
from pathlib import Path

os.environ.update(
    AWS_DEFAULT_REGION="us-east-1",
    AWS_ACCESS_KEY_ID="test",
    AWS_SECRET_ACCESS_KEY="test",
    TEST_CASES_TABLE="cases",
    TEST_EXECUTIONS_TABLE="executions",
    TEST_DATA_BUCKET="test-data",
    CORS_ORIGIN="https://site.example.com",
    TEAM_GROUP="testers",
)
os.environ.pop("AWS_ENDPOINT_URL", None)
sys.path.insert(0, str(Path(__file__).parents[3] / "functions" / "ai-test-automation"))

import boto3
from moto import mock_aws

import objects
from executions import items
from handlers import test_execution

KEYS = [("PK", "HASH"), ("SK", "RANGE")]
INDEX_KEYS = [("GSI1PK", "HASH"), ("GSI1SK", "RANGE")]


def the_codes_client():
    """The client of DynamoDB that the code uses, for tests that watch or answer its calls."""
    return items.executions().meta.client


def _schema(keys):
    return [{"AttributeName": name, "KeyType": kind} for name, kind in keys]


class OnMoto(unittest.TestCase):
    """Each test begins with the case `login`, the retired case `fax`, and no executions."""

    def setUp(self):
        mock = mock_aws()
        mock.start()
        self.addCleanup(mock.stop)
        items._dynamodb = None
        objects._s3 = None
        objects._links = None
        dynamodb = boto3.resource("dynamodb")
        for name in ("cases", "executions"):
            dynamodb.create_table(
                TableName=name,
                KeySchema=_schema(KEYS),
                AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key, _ in [*KEYS, *INDEX_KEYS]],
                GlobalSecondaryIndexes=[
                    {
                        "IndexName": "GSI1",
                        "KeySchema": _schema(INDEX_KEYS),
                        "Projection": {"ProjectionType": "ALL"},
                    }
                ],
                BillingMode="PAY_PER_REQUEST",
            )
        self.table = dynamodb.Table("executions")
        for case, status in (("login", "active"), ("fax", "retired")):
            dynamodb.Table("cases").put_item(Item={"PK": f"CASE#{case}", "SK": "CASE", "status": status})
        self.bucket = boto3.resource("s3").create_bucket(Bucket="test-data")

    def stored(self):
        return self.table.scan()["Items"]

    def call(self, method, execution_id=None, body=None, query=None, user="user-1", groups=None, headers=None):
        """Status and body of the API's answer to a user, who is in these groups."""
        claims = {"sub": user, **({"cognito:groups": groups} if groups else {})}
        answer = test_execution.lambda_handler(
            {
                "httpMethod": method,
                "resource": "/test-execution/{id}" if execution_id else "/test-execution",
                "pathParameters": {"id": execution_id} if execution_id else None,
                "queryStringParameters": query,
                "body": body if body is None or isinstance(body, str) else json.dumps(body),
                "headers": headers,
                "requestContext": {"authorizer": {"claims": claims}},
            },
            None,
        )
        self.headers = answer["headers"]
        self.answered_bytes = len(json.dumps(answer, ensure_ascii=False).encode())
        return answer["statusCode"], json.loads(answer["body"])

    def start(self, user="user-1", **body):
        status, execution = self.call("POST", body={"test_case_id": "login", **body}, user=user)
        self.assertEqual(status, 201, execution)
        return execution


def result(name="opens", status="passed", **more):
    return {"name": name, "status": status, "duration_ms": 5, **more}
