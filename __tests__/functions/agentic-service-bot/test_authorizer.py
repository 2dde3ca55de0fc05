import os
from unittest.mock import patch

import boto3

from support import BotTest, event

ARN = "arn:aws:execute-api:us-east-1:111111111111:abcdef1234/prod/$connect"


class Authorizer(BotTest):
    def setUp(self):
        super().setUp()
        self.secrets = boto3.client("secretsmanager")
        secret = self.secrets.create_secret(Name="api-key", SecretString="right-key\n")
        self.use_secret(secret["ARN"])
        self.authorizer = self.module("handlers.authorizer")

    def use_secret(self, arn):
        self.start(patch.dict(os.environ, {"API_KEY_SECRET": arn}))

    def effect(self, headers=None, query=None):
        request = event("$connect", methodArn=ARN, type="REQUEST", headers=headers, queryStringParameters=query)
        statement = self.authorizer.handler(request, None)["policyDocument"]["Statement"][0]
        self.assertEqual(statement["Resource"], ARN)
        return statement["Effect"]

    def pass_seconds(self, seconds):
        self.authorizer._key._read_at -= seconds

    def count_reads(self):
        reads = []
        client = self.authorizer._key._client
        client.meta.events.register("before-call.secrets-manager.GetSecretValue", lambda **_: reads.append(1))
        return reads

    def test_the_key_is_accepted_from_header_and_query(self):
        for headers, query in (
            ({"X-Api-Key": "right-key"}, None),
            ({"Authorization": "Bearer right-key"}, None),
            ({"authorization": "bearer right-key"}, None),
            ({"Origin": "https://bot.example.com"}, {"token": "right-key"}),
        ):
            with self.subTest(headers=headers, query=query):
                self.assertEqual(self.effect(headers, query), "Allow")

    def test_any_other_token_is_refused(self):
        for headers, query in (
            (None, None),
            ({}, {}),
            ({"X-Api-Key": "wrong-key"}, None),
            ({"X-Api-Key": ""}, {"token": ""}),
            ({"Authorization": "Basic right-key"}, None),
            ({"Authorization": "right-key"}, None),
            ({}, {"token": "right-key2"}),
            ({}, {"token": "schlüssel"}),
        ):
            with self.subTest(headers=headers, query=query):
                self.assertEqual(self.effect(headers, query), "Deny")

    def test_another_origin_is_refused_even_with_the_key(self):
        self.assertEqual(self.effect({"Origin": "https://evil.example.com", "X-Api-Key": "right-key"}), "Deny")

    def test_any_origin_may_connect_if_the_settings_allow_it(self):
        self.start(patch.dict(os.environ, {"ALLOWED_ORIGINS": "*"}))
        self.assertEqual(self.effect({"Origin": "http://localhost:3000", "X-Api-Key": "right-key"}), "Allow")

    def test_the_key_is_read_once_for_many_connections(self):
        self.effect({"X-Api-Key": "right-key"})
        reads = self.count_reads()
        for _ in range(5):
            self.assertEqual(self.effect({"X-Api-Key": "right-key"}), "Allow")
        self.assertEqual(len(reads), 0)

    def test_repeated_wrong_tokens_do_not_read_the_secret_each_time(self):
        self.effect({"X-Api-Key": "right-key"})
        reads = self.count_reads()
        for _ in range(5):
            self.effect({"X-Api-Key": "wrong-key"})
        self.assertEqual(len(reads), 0)
        self.pass_seconds(60)
        for _ in range(5):
            self.effect({"X-Api-Key": "wrong-key"})
        self.assertEqual(len(reads), 1)

    def test_a_new_key_is_accepted_soon_and_the_old_one_is_refused(self):
        self.effect({"X-Api-Key": "right-key"})
        self.secrets.put_secret_value(SecretId="api-key", SecretString="new-key")
        self.pass_seconds(60)
        self.assertEqual(self.effect({"X-Api-Key": "new-key"}), "Allow")
        self.assertEqual(self.effect({"X-Api-Key": "right-key"}), "Deny")

    def test_a_replaced_key_is_refused_when_the_cache_expires(self):
        self.effect({"X-Api-Key": "right-key"})
        self.secrets.put_secret_value(SecretId="api-key", SecretString="new-key")
        self.assertEqual(self.effect({"X-Api-Key": "right-key"}), "Allow")
        self.pass_seconds(self.authorizer.KEEP_SECONDS)
        self.assertEqual(self.effect({"X-Api-Key": "right-key"}), "Deny")

    def test_an_empty_key_accepts_no_token(self):
        self.secrets.put_secret_value(SecretId="api-key", SecretString=" ")
        self.assertEqual(self.effect({"X-Api-Key": " "}), "Deny")

    def test_without_a_key_no_token_is_accepted_and_the_error_is_raised(self):
        arn = self.secrets.create_secret(Name="empty")["ARN"]
        self.use_secret(arn)
        with self.assertRaises(self.secrets.exceptions.ResourceNotFoundException):
            self.effect({"X-Api-Key": "right-key"})

    def test_the_log_contains_no_token(self):
        with self.assertLogs(level="DEBUG") as logs:
            self.effect({"X-Api-Key": "wrong-key"})
            self.effect({}, {"token": "right-key"})
        text = " ".join(str(record.__dict__) for record in logs.records if not record.name.startswith("boto"))
        self.assertNotIn("wrong-key", text)
        self.assertNotIn("right-key", text)
