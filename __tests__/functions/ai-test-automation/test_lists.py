import time
import unittest
from contextlib import contextmanager

from executions import items
from support import OnMoto, result, the_codes_client


@contextmanager
def counted_queries():
    """The queries that DynamoDB gets."""
    queries = []
    events = the_codes_client().meta.events

    def count(**call):
        queries.append(call)

    events.register("before-call.dynamodb.Query", count)
    yield queries
    events.unregister("before-call.dynamodb.Query", count)


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
                        **items.key(execution_id),
                        **items.by_status(status, execution_id),
                        **{"execution_id": execution_id, "test_case_id": "login", "status": status},
                        **{"created_by": "user-1", **attributes},
                    }
                )

    def test_a_list_of_few_among_thousands_ends_after_some_pages_and_can_be_continued(self):
        self.rows(2000)
        oldest = "login." + "0" * 32
        self.table.update_item(
            Key=items.key(oldest),
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
