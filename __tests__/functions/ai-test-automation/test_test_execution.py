import os
import unittest
from unittest import mock

import requests
from botocore.exceptions import ClientError

import objects
from executions import changes
from support import OnMoto, result


def long_results(letter):
    """The most and longest results in characters, of this letter."""
    return [result(name=letter * 200, message=letter * 2000)] * 100


class Start(OnMoto):
    def test_an_execution_is_stored_and_read_back(self):
        execution = self.start(environment="staging")
        self.assertEqual(execution["status"], "queued")
        self.assertEqual(execution["created_by"], "user-1")
        self.assertEqual(self.call("GET", execution["execution_id"]), (200, execution))
        self.assertEqual(self.headers["Access-Control-Allow-Origin"], "https://site.example.com")

    def test_an_execution_with_results_is_finished(self):
        for status, results in (
            ("passed", [result(), result(status="skipped")]),
            ("failed", [result(), result(status="failed", message="timeout")]),
        ):
            execution = self.start(results=results)
            self.assertEqual(execution["status"], status)
            self.assertIn("finished_at", execution)

    def test_test_data_must_exist(self):
        status, answer = self.call("POST", body={"test_case_id": "login", "test_data": "users.csv"})
        self.assertEqual((status, answer), (400, {"message": "there is no test data users.csv"}))
        self.assertEqual(self.stored(), [])
        self.bucket.put_object(Key="users.csv", Body=b"")
        self.assertEqual(self.start(test_data="users.csv")["test_data"], "users.csv")

    def test_an_error_of_the_bucket_is_not_a_bad_request(self):
        refusal = ClientError({"Error": {}, "ResponseMetadata": {"HTTPStatusCode": 403}}, "HeadObject")
        with mock.patch.object(objects, "_s3") as s3, self.assertRaises(ClientError):
            s3.head_object.side_effect = refusal
            self.call("POST", body={"test_case_id": "login", "test_data": "users.csv"})
        self.assertEqual(self.stored(), [])

    def test_bad_input_is_refused_with_a_reason_and_stores_nothing(self):
        many = [result()] * 101
        for body, reason in (
            (None, "a body in JSON"),
            ("{", "a body in JSON"),
            ("[]", "the body to be an object"),
            ({}, "test_case_id of up to 64"),
            ({"test_case_id": "no/slash"}, "test_case_id of up to 64"),
            ({"test_case_id": "a" * 65}, "test_case_id of up to 64"),
            ({"test_case_id": 1}, "test_case_id of up to 64"),
            ({"test_case_id": "login", "status": "passed"}, "no other keys"),
            ("[" * 100_000 + "]" * 100_000, "a body in JSON, of few levels"),
            ("[" * 900 + "]" * 900, "expected"),
            ({"test_case_id": "login", "environment": "\ud800"}, "half of a surrogate pair"),
            ({"test_case_id": "login", "results": [result(name="\udfff")]}, "half of a surrogate pair"),
            ({"test_case_id": "login", "results": long_results("ж")}, "at most 256000 bytes in UTF-8"),
            ({"test_case_id": "login", "results": long_results("测")}, "at most 256000 bytes in UTF-8"),
            ({"test_case_id": "login", "environment": ""}, "environment to be a text"),
            ({"test_case_id": "login", "test_data": "../secret"}, "test_data to name an object"),
            ({"test_case_id": "login", "results": []}, "a list of 1 to 100"),
            ({"test_case_id": "login", "results": many}, "a list of 1 to 100"),
            ({"test_case_id": "login", "results": ["passed"]}, "results[0] to be an object"),
            ({"test_case_id": "login", "results": [result(status="ok")]}, "status to be one of"),
            ({"test_case_id": "login", "results": [result(name="")]}, "results[0].name to be a text"),
            ({"test_case_id": "login", "results": [result(message="x" * 2001)]}, "results[0].message"),
            ({"test_case_id": "login", "results": [{**result(), "duration_ms": 1.5}]}, "whole milliseconds"),
            ({"test_case_id": "login", "results": [{**result(), "duration_ms": -1}]}, "whole milliseconds"),
            ({"test_case_id": "login", "results": [{**result(), "duration_ms": True}]}, "whole milliseconds"),
        ):
            with self.subTest(body=str(body)[:80]):
                status, answer = self.call("POST", body=body)
                self.assertEqual(status, 400)
                self.assertIn(reason, answer["message"])
        self.assertEqual(self.stored(), [])

    def test_a_missing_or_retired_case_is_not_executed(self):
        self.assertEqual(
            self.call("POST", body={"test_case_id": "logout"}), (404, {"message": "there is no test case logout"})
        )
        self.assertEqual(
            self.call("POST", body={"test_case_id": "fax"}), (409, {"message": "the test case fax is retired"})
        )
        self.assertEqual(self.stored(), [])


class TwoUsers(OnMoto):
    def test_only_its_creator_and_the_team_read_and_change_an_execution(self):
        execution_id = self.start()["execution_id"]
        missing = (404, {"message": f"there is no execution {execution_id}"})
        for groups in (None, "visitors", "testers-of-others", "[a b]"):
            as_other = {"user": "user-2", "groups": groups}
            self.assertEqual(self.call("GET", execution_id, **as_other), missing)
            for body in ({"status": "running"}, {"results": [result(status="failed")], "log": "x"}):
                self.assertEqual(self.call("PATCH", execution_id, body, **as_other), missing)
            for query in ({"status": "queued"}, {"test_case_id": "login"}):
                self.assertEqual(self.call("GET", query=query, **as_other)[1], {"executions": [], "next": None})
        self.assertEqual(list(self.bucket.objects.all()), [])
        for groups in ("testers", "a,testers", "[a testers]"):
            in_team = {"user": "user-3", "groups": groups}
            self.assertEqual(self.call("GET", execution_id, **in_team)[0], 200)
            self.assertEqual(len(self.call("GET", query={"status": "queued"}, **in_team)[1]["executions"]), 1)
        status, execution = self.call("PATCH", execution_id, {"results": [result()]}, **in_team)
        self.assertEqual((status, execution["created_by"], execution["reported_by"]), (200, "user-1", "user-3"))
        self.assertEqual(self.call("PATCH", execution_id, {"status": "running"}, user="user-2"), missing)

    def test_who_reported_is_stored(self):
        execution = self.start(results=[result()])
        self.assertEqual((execution["created_by"], execution["reported_by"]), ("user-1", "user-1"))
        self.assertNotIn("reported_by", self.start())

    def test_without_a_team_in_the_settings_users_have_their_own_executions(self):
        execution_id = self.start()["execution_id"]
        with mock.patch.dict(os.environ):
            del os.environ["TEAM_GROUP"]
            self.assertEqual(self.call("GET", execution_id, user="user-2", groups="testers")[0], 404)
            self.assertEqual(self.call("GET", execution_id)[0], 200)

    def test_nobody_is_refused(self):
        for method, execution_id, more in (
            ("POST", None, {"body": {"test_case_id": "login"}}),
            ("GET", None, {"query": {"status": "queued"}}),
            ("GET", "login." + "0" * 32, {}),
            ("PATCH", "login." + "0" * 32, {"body": {"status": "running"}}),
        ):
            self.assertEqual(self.call(method, execution_id, user="", **more)[0], 403)
        self.assertEqual(self.stored(), [])


class Links(OnMoto):
    def test_links_are_signed_as_s3_takes_them_in_every_region(self):
        for region in ("us-east-1", "eu-west-1", "ap-southeast-1", "eu-central-2"):
            objects._links = None
            with mock.patch.dict(os.environ, AWS_DEFAULT_REGION=region):
                link = objects._signer().generate_presigned_url(
                    "get_object", Params={"Bucket": "test-data", "Key": "logs/1"}
                )
            self.assertTrue(link.startswith(f"https://test-data.s3.{region}.amazonaws.com/logs/1?"), link)
            self.assertIn("X-Amz-Algorithm=AWS4-HMAC-SHA256", link)
            self.assertIn("X-Amz-Signature=", link)


class Report(OnMoto):
    def test_an_execution_runs_and_ends_with_its_results(self):
        execution_id = self.start()["execution_id"]
        self.assertEqual(self.call("PATCH", execution_id, {"status": "running"})[1]["status"], "running")
        status, execution = self.call(
            "PATCH", execution_id, {"results": [result(status="failed")], "log": "step 1\nfailed"}
        )
        self.assertEqual((status, execution["status"]), (200, "failed"))
        _, shown = self.call("GET", execution_id)
        [kept] = self.bucket.objects.all()
        self.assertEqual(requests.get(shown["log_url"], timeout=5).content, b"step 1\nfailed")
        self.assertNotIn("log_key", shown)
        self.assertEqual(kept.get()["Body"].read(), b"step 1\nfailed")

    def test_a_finished_execution_does_not_change(self):
        execution = self.start(results=[result()])
        for body in ({"status": "running"}, {"results": [result(status="failed")], "log": "another"}):
            status, answer = self.call("PATCH", execution["execution_id"], body)
            self.assertEqual(status, 409)
            self.assertIn("has its results already", answer["message"])
        self.assertEqual(self.call("GET", execution["execution_id"]), (200, execution))
        self.assertEqual(list(self.bucket.objects.all()), [])

    def test_the_first_of_two_reports_at_the_same_time_stays(self):
        execution = self.start(results=[result()])
        with mock.patch.object(changes, "require_open"):  # It was open when the second one looked.
            status, _ = self.call(
                "PATCH", execution["execution_id"], {"results": [result(status="failed")], "log": "x"}
            )
        self.assertEqual(status, 409)
        self.assertEqual(self.call("GET", execution["execution_id"]), (200, execution))

    def test_bad_input_is_refused_with_a_reason_and_changes_nothing(self):
        execution = self.start()
        for body, reason in (
            ({}, "status to be one of running"),
            ({"status": "passed"}, "status to be one of running"),
            ({"status": "running", "log": "x"}, "results beside log"),
            ({"status": "running", "results": [result()]}, "no status beside results"),
            ({"results": [result()], "log": ""}, "log to be a text"),
            ({"results": [result()], "log": "\ud800"}, "half of a surrogate pair"),
            ({"results": long_results("ж")}, "at most 256000 bytes in UTF-8"),
        ):
            status, answer = self.call("PATCH", execution["execution_id"], body)
            self.assertEqual(status, 400)
            self.assertIn(reason, answer["message"])
        self.assertEqual(self.call("GET", execution["execution_id"]), (200, execution))

    def test_a_missing_execution_is_not_found(self):
        missing = "login." + "0" * 32
        for body in ({"status": "running"}, {"results": [result()], "log": "x"}):
            self.assertEqual(self.call("PATCH", missing, body), (404, {"message": f"there is no execution {missing}"}))
        self.assertEqual(self.call("GET", missing)[0], 404)
        self.assertEqual(self.call("GET", "login")[0], 400)
        self.assertEqual(self.stored(), [])
        self.assertEqual(list(self.bucket.objects.all()), [])


if __name__ == "__main__":
    unittest.main()
