import os
import time
import unittest
from contextlib import contextmanager
from unittest import mock

import requests
from botocore.exceptions import ClientError
from support import OnMoto, result

import executions
from handlers import test_execution


@contextmanager
def counted_queries():
    """The queries that DynamoDB gets."""
    queries = []
    events = executions._executions().meta.client.meta.events

    def count(**call):
        queries.append(call)

    events.register("before-call.dynamodb.Query", count)
    yield queries
    events.unregister("before-call.dynamodb.Query", count)


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


class RepeatedRequests(OnMoto):
    def post(self, key, user="user-1", **body):
        return self.call(
            "POST", body={"test_case_id": "login", **body}, user=user, headers={"idempotency-KEY": key}
        )

    def test_a_request_that_is_repeated_with_its_key_makes_one_execution(self):
        first = self.post("key-1", results=[result()])
        self.assertEqual(first[0], 201)
        self.assertEqual(self.post("key-1", results=[result()]), first)
        self.assertEqual(len(self.call("GET", query={"test_case_id": "login"})[1]["executions"]), 1)
        self.assertEqual(len(self.call("GET", query={"status": "passed"})[1]["executions"]), 1)

    def test_a_key_belongs_to_one_user_and_one_request(self):
        first = self.post("key-1")[1]["execution_id"]
        self.assertNotEqual(self.post("key-1", user="user-2")[1]["execution_id"], first)
        self.assertNotEqual(self.post("key-2")[1]["execution_id"], first)
        self.assertEqual(self.post("key-1", environment="staging")[0], 409)
        for key in ("", "a b", "x" * 65):
            self.assertEqual(self.post(key)[0], 400)

    def test_an_error_of_the_database_is_no_repeated_request(self):
        self.table.delete()
        with self.assertRaises(ClientError):
            self.post("key-1")


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
            test_execution._links = None
            with mock.patch.dict(os.environ, AWS_DEFAULT_REGION=region):
                link = test_execution._signer().generate_presigned_url(
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
        execution_id = self.start()["execution_id"]
        _, whole = self.call("PATCH", execution_id, {"results": [result()], "log": "x"})
        for query in ({"test_case_id": "login"}, {"status": "passed"}):
            _, page = self.call("GET", query=query)
            expected = {name: value for name, value in whole.items() if name not in ("results", "log_key")}
            self.assertEqual(page["executions"], [expected])

    def rows(self, count, **attributes):
        """Stores executions directly, the oldest first."""
        with self.table.batch_writer() as batch:
            for number in range(count):
                execution_id = f"login.{number:032x}"
                status = attributes.get("status", "passed")
                batch.put_item(
                    {
                        **executions._key(execution_id),
                        **executions._by_status(status, execution_id),
                        **{"execution_id": execution_id, "test_case_id": "login", "status": status},
                        **{"created_by": "user-1", **attributes},
                    }
                )

    def test_a_list_of_few_among_thousands_ends_after_some_pages_and_can_be_continued(self):
        self.rows(2000)
        oldest = "login." + "0" * 32
        self.table.update_item(
            Key=executions._key(oldest),
            UpdateExpression="SET #s = :s, GSI1PK = :g",
            ExpressionAttributeNames={"#s": "status"},
            ExpressionAttributeValues={":s": "running", ":g": "STATUS#running"},
        )
        query = {"test_case_id": "login", "status": "running", "limit": "1"}
        found, pages, more = [], 0, {}
        while more is not None:
            with counted_queries() as queries:
                ids, after = self.ids(**query, **more)
            self.assertLessEqual(len(queries), 5)
            found += ids
            pages += 1
            more = {"next": after} if after else None
        self.assertEqual(found, [oldest])
        self.assertEqual(pages, 4)

    def test_users_find_their_own_among_thousands_of_others(self):
        self.rows(700, created_by="user-2", status="queued")
        mine = self.start()["execution_id"]
        self.assertEqual(self.ids(status="queued")[0], [mine])
        self.assertEqual(self.ids(test_case_id="login", limit="1")[0], [mine])

    def test_an_answer_is_never_longer_than_lambda_takes(self):
        analysis = {"summary": "ж" * 45_000, "quotes": '"' * 10_000}
        self.rows(100, analysis=analysis)
        found, query = [], {"test_case_id": "login", "limit": "100"}
        while True:
            status, page = self.call("GET", query=query)
            self.assertEqual(status, 200)
            self.assertLess(self.answered_bytes, 6_000_000)
            self.assertGreater(len(page["executions"]), 1)
            found += [it["execution_id"] for it in page["executions"]]
            if page["next"] is None:
                break
            query["next"] = page["next"]
        self.assertEqual(found, [f"login.{number:032x}" for number in reversed(range(100))])

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
