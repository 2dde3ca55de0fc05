import unittest
from contextlib import contextmanager
from unittest import mock

from botocore.exceptions import ClientError

from support import OnMoto, result, the_codes_client


class Repeated(OnMoto):
    def post(self, key, user="user-1", **body):
        return self.call("POST", body={"test_case_id": "login", **body}, user=user, headers={"idempotency-KEY": key})

    def executions(self):
        return [item for item in self.stored() if item["SK"].startswith("EXECUTION#")]


class OneAfterTheOther(Repeated):
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


def refusal(code, *reasons):
    """An answer of DynamoDB that refuses a transaction, as botocore passes it on."""
    answer = {"Error": {"Code": code, "Message": f"refused [{', '.join(reasons)}]"}, "ResponseMetadata": {}}
    if reasons:
        answer["CancellationReasons"] = [{"Code": reason} for reason in reasons]
    return mock.Mock(status_code=400), answer


def conflict():
    """Another transaction on the same item was not over: DynamoDB cancels this one, and does not say what becomes of the other."""
    return refusal("TransactionCanceledException", "TransactionConflict", "None")


class AtTheSameMoment(Repeated):
    def setUp(self):
        super().setUp()
        sleep = mock.patch("time.sleep")
        self.waits = sleep.start()
        self.addCleanup(sleep.stop)
        self.is_inside = False

    @contextmanager
    def instead(self, operation, steps):
        """Each call of an operation of DynamoDB gets the answer of the next step; it goes on where that is None, or no step is left."""
        left = list(steps)

        def answer(**call):
            if self.is_inside or not left:
                return None
            self.is_inside = True
            try:
                return left.pop(0)(**call)
            finally:
                self.is_inside = False

        events = the_codes_client().meta.events
        events.register(f"before-call.dynamodb.{operation}", answer)
        yield
        events.unregister(f"before-call.dynamodb.{operation}", answer)

    def other(self, what=None, **body):
        """A step: another request with the key runs to its end, then comes this answer."""

        def step(**_):
            self.answer_of_other = self.post("key-1", **body)
            return what

        return step

    def this(self, *steps, operation="TransactWriteItems", **body):
        """The answer to a request during which these steps happen."""
        with self.instead(operation, steps):
            return self.post("key-1", **body)

    def test_the_other_one_ends_before_this_one_looks(self):
        answer = self.this(self.other(conflict()))
        self.assertEqual(answer[0], 201)
        self.assertEqual(answer, self.answer_of_other)
        self.assertEqual(len(self.executions()), 1)

    def test_the_other_one_ends_after_this_one_has_looked(self):
        answer = self.this(lambda **_: conflict(), self.other())
        self.assertEqual(answer[0], 201)
        self.assertEqual(answer, self.answer_of_other)
        self.assertEqual(len(self.executions()), 1)

    def test_dynamodb_cancels_both_and_this_one_is_the_first_to_come_again(self):
        answer = self.this(lambda **_: conflict())
        self.assertEqual(answer[0], 201)
        self.assertEqual([it["execution_id"] for it in self.executions()], [answer[1]["execution_id"]])
        self.assertEqual(self.post("key-1"), answer)

    def test_the_key_is_seen_before_its_execution(self):
        first = self.post("key-1")
        nothing = mock.Mock(status_code=200), {"ResponseMetadata": {}}
        # The test case and the key are read, and the execution is not there yet.
        answer = self.this(lambda **_: None, lambda **_: None, lambda **_: nothing, operation="GetItem")
        self.assertEqual(answer, first)
        self.assertEqual(len(self.executions()), 1)

    def test_the_other_one_has_another_content(self):
        for before in ([], [lambda **_: conflict()]):
            for item in self.stored():
                self.table.delete_item(Key={"PK": item["PK"], "SK": item["SK"]})
            answer = self.this(*before, self.other(None if before else conflict(), environment="test"))
            self.assertEqual((self.answer_of_other[0], answer[0]), (201, 409))
            self.assertIn("belongs to another request", answer[1]["message"])
            self.assertEqual(len(self.executions()), 1)

    def test_the_other_one_does_not_end(self):
        answer = self.this(*[lambda **_: conflict()] * 50)
        self.assertEqual(answer[0], 409)
        self.assertIn("a request with the Idempotency-Key key-1 is not over: repeat this one", answer[1]["message"])
        self.assertEqual(self.stored(), [])
        self.assertLess(sum(call.args[0] for call in self.waits.call_args_list), 5)

    def test_another_refusal_is_an_error(self):
        for reasons in (("ValidationError", "None"), ("None", "ConditionalCheckFailed")):
            refused = refusal("TransactionCanceledException", *reasons)
            with self.assertRaises(ClientError):
                self.this(*[lambda **_: refused] * 50)  # noqa: B023
        self.assertEqual(self.stored(), [])


if __name__ == "__main__":
    unittest.main()
