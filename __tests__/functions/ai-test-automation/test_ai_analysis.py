import json
import os
import time
import unittest
from unittest import mock

from boto3.dynamodb.types import TypeSerializer

from analyzers import bedrock, heuristic
from executions import changes, creation
from handlers import ai_analysis
from support import OnMoto, result


class Analysis(OnMoto):
    def setUp(self):
        super().setUp()
        time.sleep(0.002)  # Ids sort by the millisecond.

    def record(self, execution_id, **changes):
        """The record of the stream for the item in its present state."""
        case, unique = execution_id.split(".")
        item = self.table.get_item(Key={"PK": f"CASE#{case}", "SK": f"EXECUTION#{unique}"})["Item"]
        serialize = TypeSerializer().serialize
        image = {name: serialize(value) for name, value in {**item, **changes}.items()}
        return {"eventName": "MODIFY", "dynamodb": {"SequenceNumber": f"sequence-{execution_id}", "NewImage": image}}

    def handle(self, *records):
        return ai_analysis.lambda_handler({"Records": list(records)}, None)

    def finished(self, status="passed", **more):
        time.sleep(0.002)
        return self.start(results=[result(status=status, **more)])["execution_id"]

    def test_a_finished_execution_gets_its_analysis(self):
        execution_id = self.finished("failed", message="Timed out after 30 s")
        self.assertEqual(self.handle(self.record(execution_id)), {"batchItemFailures": []})
        _, execution = self.call("GET", execution_id)
        self.assertEqual(
            execution["analysis"]["summary"], "1 of 1 steps failed, probably: timeout (1). Slowest: opens with 5 ms."
        )
        self.assertEqual(execution["analysis"]["causes"], {"timeout": ["opens"]})
        self.assertIn("analyzed_at", execution)

    def test_an_analysis_does_not_cause_another_one(self):
        execution_id = self.finished()
        self.handle(self.record(execution_id))
        before = self.stored()
        with mock.patch.object(ai_analysis.analyzers, "chosen") as chosen:
            self.handle(self.record(execution_id))
        chosen.assert_not_called()
        self.assertEqual(self.stored(), before)

    def test_a_record_that_is_delivered_twice_is_analyzed_once(self):
        record = self.record(self.finished())
        self.handle(record)
        before = self.stored()
        self.assertEqual(self.handle(record), {"batchItemFailures": []})
        self.assertEqual(self.stored(), before)

    def test_an_execution_that_was_deleted_is_not_created_again(self):
        record = self.record(self.finished())
        for item in self.stored():
            self.table.delete_item(Key={"PK": item["PK"], "SK": item["SK"]})
        self.assertEqual(self.handle(record), {"batchItemFailures": []})
        self.assertEqual(self.stored(), [])

    def test_open_and_deleted_executions_are_ignored(self):
        record = self.record(self.start()["execution_id"])
        gone = {"eventName": "REMOVE", "dynamodb": {"SequenceNumber": "1"}}
        before = self.stored()
        self.assertEqual(self.handle(record, gone), {"batchItemFailures": []})
        self.assertEqual(self.stored(), before)

    def test_only_failed_records_are_returned(self):
        good, bad = self.finished(), self.finished()
        broken = self.record(bad, results="none")
        self.assertEqual(
            self.handle(broken, self.record(good)), {"batchItemFailures": [{"itemIdentifier": f"sequence-{bad}"}]}
        )
        self.assertIn("analysis", self.call("GET", good)[1])
        self.assertNotIn("analysis", self.call("GET", bad)[1])

    def test_a_batch_without_success_is_an_error_of_the_function(self):
        with self.assertRaises(TypeError):
            self.handle(self.record(self.finished(), results="none"))

    def test_an_error_of_the_database_does_not_count_as_an_existing_analysis(self):
        execution_id = self.finished()
        self.table.delete()
        for write in (lambda: changes.analyze(execution_id, {}), lambda: changes.change(execution_id, "running")):
            with self.assertRaises(Exception) as raised:
                write()
            self.assertIn("ResourceNotFound", str(raised.exception))

    def test_a_test_whose_status_changes_repeatedly_is_flaky(self):
        for status in ("passed", "failed", "passed"):
            self.finished(status)
        execution_id = self.finished("failed")
        self.handle(self.record(execution_id))
        self.assertTrue(self.call("GET", execution_id)[1]["analysis"]["flaky"])

    def test_a_model_on_bedrock_writes_the_summary_if_the_settings_name_one(self):
        execution_id = self.finished("failed", message="assert 1 == 2")
        answer = {"output": {"message": {"content": [{"text": "The sum is wrong."}]}}}
        with mock.patch.dict(os.environ, BEDROCK_MODEL_ID="model-1"), mock.patch.object(bedrock, "boto3") as boto3:
            boto3.client.return_value.converse.return_value = answer
            bedrock._client = None
            self.handle(self.record(execution_id))
        request = boto3.client.return_value.converse.call_args.kwargs
        self.assertEqual(request["modelId"], "model-1")
        self.assertIn(
            "assert 1 == 2", json.loads(request["messages"][0]["content"][0]["text"])["results"][0]["message"]
        )
        analysis = self.call("GET", execution_id)[1]["analysis"]
        self.assertEqual((analysis["analyzer"], analysis["summary"]), ("model-1", "The sum is wrong."))
        self.assertEqual(analysis["causes"], {"assertion": ["opens"]})


class Model(unittest.TestCase):
    def request(self, results, text="Look."):
        """What the model gets for an execution with these results."""
        with mock.patch.object(bedrock, "boto3") as boto3:
            bedrock._client = None
            self.addCleanup(setattr, bedrock, "_client", None)
            boto3.client.return_value.converse.return_value = {"output": {"message": {"content": [{"text": text}]}}}
            execution = {"status": creation.status_of(results), "results": results}
            self.analysis = bedrock.analyzer("model-1")(execution, [])
            self.config = boto3.client.call_args.kwargs["config"]
            return boto3.client.return_value.converse.call_args.kwargs["messages"][0]["content"][0]["text"]

    def test_the_longest_execution_costs_a_bounded_request_with_the_failed_results_first(self):
        many = [result(name=letter * 200, message=letter * 2000) for letter in "ab"] * 49
        text = self.request([*many, result(name="late", status="failed", message="x" * 2000)])
        self.assertLess(len(text), 25_000)
        facts = json.loads(text)
        self.assertEqual(facts["results"][0]["name"], "late")
        self.assertEqual(len(facts["results"][0]["message"]), 500)
        self.assertGreater(len(facts["results"]), 20)
        failed = [result(name=f"{number:0200}", status="failed", message="ж" * 2000) for number in range(100)]
        self.assertLess(len(self.request(failed)), 25_000)

    def test_a_batch_of_ten_ends_within_the_functions_time(self):
        self.request([result()])
        attempts = self.config.retries["total_max_attempts"]
        self.assertLessEqual(10 * attempts * (self.config.connect_timeout + self.config.read_timeout), 180)

    def test_without_a_text_of_the_model_the_summary_of_the_rules_stays(self):
        self.request([result()], text=" ")
        self.assertIn("1 of 1 steps passed", self.analysis["summary"])


class RulesOfThumb(unittest.TestCase):
    def analyze(self, *results, earlier=()):
        return heuristic.analyze({"status": creation.status_of(results), "results": results}, earlier)

    def test_causes_are_found_in_messages(self):
        for message, cause in (
            ("Request timed out", "timeout"),
            ("connect ECONNREFUSED 127.0.0.1", "network"),
            ("HTTP 403", "access"),
            ("502 Bad Gateway", "server"),
            ("no such element: #login", "missing element"),
            ("expected 3 but was 4", "assertion"),
            ("boom", "unknown"),
            (None, "unknown"),
        ):
            more = {"message": message} if message else {}
            self.assertEqual(self.analyze(result(status="failed", **more))["causes"], {cause: ["opens"]})

    def test_passed_steps_are_counted_and_the_slowest_is_named(self):
        analysis = self.analyze(result(), result("saves", duration_ms=70), result("prints", "skipped"))
        self.assertEqual(analysis["summary"], "2 of 3 steps passed, 1 skipped. Slowest: saves with 70 ms.")
        self.assertEqual(analysis["slowest"], {"name": "saves", "duration_ms": 70})

    def test_a_test_whose_status_changed_once_is_not_flaky(self):
        statuses = ("failed", "failed", "passed", "passed")
        self.assertFalse(self.analyze(result(status="failed"), earlier=[{"status": it} for it in statuses])["flaky"])


if __name__ == "__main__":
    unittest.main()
