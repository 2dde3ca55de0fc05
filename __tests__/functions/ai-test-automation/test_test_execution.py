import time
import unittest
from unittest import mock

from botocore.exceptions import ClientError
from support import OnMoto, result

import executions
from handlers import test_execution


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
        with mock.patch.object(test_execution, "_s3") as s3, self.assertRaises(ClientError):
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
        self.assertIn(kept.key, shown["log_url"])
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
        with mock.patch.object(executions, "require_open"):  # It was open when the second one looked.
            status, _ = self.call("PATCH", execution["execution_id"], {"results": [result(status="failed")], "log": "x"})
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
        ):
            status, answer = self.call("PATCH", execution["execution_id"], body)
            self.assertEqual(status, 400)
            self.assertIn(reason, answer["message"])
        self.assertEqual(self.call("GET", execution["execution_id"]), (200, execution))

    def test_a_missing_execution_is_not_found(self):
        missing = "login." + "0" * 32
        for body in ({"status": "running"}, {"results": [result()], "log": "x"}):
            self.assertEqual(
                self.call("PATCH", missing, body), (404, {"message": f"there is no execution {missing}"})
            )
        self.assertEqual(self.call("GET", missing)[0], 404)
        self.assertEqual(self.call("GET", "login")[0], 400)
        self.assertEqual(self.stored(), [])
        self.assertEqual(list(self.bucket.objects.all()), [])


class Find(OnMoto):
    def ids(self, **query):
        status, page = self.call("GET", query=query)
        self.assertEqual(status, 200, page)
        return [it["execution_id"] for it in page["executions"]], page["next"]

    def several(self, count, **body):
        made = []
        for _ in range(count):
            made.insert(0, self.start(**body)["execution_id"])
            time.sleep(0.002)  # Ids sort by the millisecond.
        return made

    def test_executions_of_a_case_are_listed_newest_first_in_pages(self):
        made = self.several(5)
        first, after = self.ids(test_case_id="login", limit="2")
        second, last = self.ids(test_case_id="login", limit="3", next=after)
        self.assertEqual(first + second, made)
        self.assertIsNone(last)
        self.assertEqual(self.ids(test_case_id="fax"), ([], None))

    def test_executions_with_a_status_are_listed_for_all_cases_or_one(self):
        queued = self.several(3)
        failed = self.several(3, results=[result(status="failed")])
        queued = self.several(1) + queued
        self.assertEqual(self.ids(status="queued")[0], queued)
        first, after = self.ids(status="failed", limit="1")
        self.assertEqual(first + self.ids(status="failed", next=after)[0], failed)
        first, after = self.ids(status="failed", test_case_id="login", limit="2")
        self.assertEqual(first + self.ids(status="failed", test_case_id="login", next=after)[0], failed)

    def test_an_execution_is_listed_by_its_present_status(self):
        [execution_id] = self.several(1)
        self.call("PATCH", execution_id, {"status": "running"})
        self.assertEqual(self.ids(status="queued"), ([], None))
        self.assertEqual(self.ids(status="running"), ([execution_id], None))

    def test_lists_do_not_contain_results(self):
        self.start(results=[result()])
        _, page = self.call("GET", query={"test_case_id": "login"})
        self.assertNotIn("results", page["executions"][0])

    def test_an_invalid_query_is_refused(self):
        for query, reason in (
            (None, "test_case_id, status or both"),
            ({"status": "done"}, "status to be one of"),
            ({"status": "failed", "limit": "0"}, "limit to be 1 to 100"),
            ({"status": "failed", "limit": "x"}, "limit to be 1 to 100"),
            ({"status": "failed", "next": "x"}, "the id of an execution"),
            ({"test_case_id": "login", "next": "fax." + "0" * 32}, "next of the same test_case_id"),
            ({"owner": "me"}, "no other keys"),
        ):
            status, answer = self.call("GET", query=query)
            self.assertEqual(status, 400)
            self.assertIn(reason, answer["message"])


if __name__ == "__main__":
    unittest.main()
