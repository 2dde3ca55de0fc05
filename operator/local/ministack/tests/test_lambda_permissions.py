from tests import EmulatorTest, client, code


class LambdaPermissions(EmulatorTest):
    def test_the_same_permission_twice_is_one_and_another_with_its_id_is_refused(self):
        functions = client("lambda")
        functions.create_function(
            FunctionName="fn",
            Runtime="python3.11",
            Handler="code.handler",
            Role="arn:aws:iam::123456789012:role/fn",
            Code=code("def handler(event, context): return event"),
        )
        permission = {
            "FunctionName": "fn",
            "StatementId": "one",
            "Action": "lambda:InvokeFunction",
            "Principal": "events.amazonaws.com",
            "SourceArn": "arn:aws:events:us-east-1:123456789012:rule/one",
        }
        first = functions.add_permission(**permission)["Statement"]
        self.assertEqual(functions.add_permission(**permission)["Statement"], first)
        self.assertEqual(functions.get_policy(FunctionName="fn")["Policy"].count('"Sid"'), 1)
        with self.assertRaises(functions.exceptions.ResourceConflictException):
            functions.add_permission(**permission | {"Principal": "s3.amazonaws.com"})
        self.assertIn("events.amazonaws.com", functions.get_policy(FunctionName="fn")["Policy"])
