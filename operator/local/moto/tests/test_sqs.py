import json

from tests import EmulatorTest, client


class RedrivePolicy(EmulatorTest):
    def test_a_redrive_policy_comes_back_without_white_space(self):
        sqs = client("sqs")
        dead_letters = sqs.create_queue(QueueName="dead-letters")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=dead_letters, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        policy = {"deadLetterTargetArn": arn, "maxReceiveCount": 3}
        queue = sqs.create_queue(QueueName="work", Attributes={"RedrivePolicy": json.dumps(policy)})["QueueUrl"]
        found = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["RedrivePolicy"])["Attributes"]["RedrivePolicy"]
        self.assertNotIn(" ", found)
        self.assertEqual(json.loads(found)["deadLetterTargetArn"], arn)
