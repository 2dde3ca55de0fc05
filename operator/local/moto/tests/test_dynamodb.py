from botocore.exceptions import ClientError

from tests import EmulatorTest, client


class ConditionalPut(EmulatorTest):
    def test_sent_again_is_accepted_and_another_is_refused(self):
        table = client("dynamodb")
        table.create_table(
            TableName="locks",
            KeySchema=[{"AttributeName": "LockID", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "LockID", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )

        def lock(info):
            item = {"LockID": {"S": "state"}, "Info": {"S": info}}
            table.put_item(TableName="locks", Item=item, ConditionExpression="attribute_not_exists(LockID)")

        lock("first")
        lock("first")
        with self.assertRaises(ClientError):
            lock("second")
        found = table.get_item(TableName="locks", Key={"LockID": {"S": "state"}})["Item"]
        self.assertEqual(found["Info"], {"S": "first"})
