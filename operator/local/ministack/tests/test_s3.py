from concurrent.futures import ThreadPoolExecutor

from botocore.exceptions import ClientError

from tests import EmulatorTest, client


class ConditionalPut(EmulatorTest):
    """No patch: what the log of releases relies on."""

    def setUp(self):
        super().setUp()
        self.s3 = client("s3")
        self.s3.create_bucket(Bucket="log")

    def put(self, body, key="1.json"):
        """The status of a put that may not overwrite."""
        try:
            answer = self.s3.put_object(Bucket="log", Key=key, Body=body, IfNoneMatch="*")
        except ClientError as refused:
            self.assertEqual(refused.response["Error"]["Code"], "PreconditionFailed")
            answer = refused.response
        return answer["ResponseMetadata"]["HTTPStatusCode"]

    def read(self):
        return self.s3.get_object(Bucket="log", Key="1.json")["Body"].read()

    def test_an_object_that_exists_is_not_overwritten(self):
        self.assertEqual([self.put(b"first"), self.put(b"second"), self.put(b"third", "2.json")], [200, 412, 200])
        self.assertEqual(self.read(), b"first")

    def test_of_puts_at_the_same_time_one_wins(self):
        bodies = [str(number).encode() for number in range(20)]
        with ThreadPoolExecutor(20) as pool:
            answers = list(pool.map(self.put, bodies))
        self.assertEqual(sorted(answers), [200] + [412] * 19)
        self.assertEqual(self.read(), bodies[answers.index(200)])
