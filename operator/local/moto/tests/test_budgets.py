from tests import EmulatorTest, client

ACCOUNT = "123456789012"
NOTIFICATION = {
    "NotificationType": "ACTUAL",
    "ComparisonOperator": "GREATER_THAN",
    "Threshold": 80,
    "ThresholdType": "PERCENTAGE",
}
SUBSCRIBER = {"SubscriptionType": "EMAIL", "Address": "ops@example.com"}


def budget(amount):
    return {
        "BudgetName": "monthly",
        "BudgetType": "COST",
        "TimeUnit": "MONTHLY",
        "BudgetLimit": {"Amount": amount, "Unit": "USD"},
    }


class Budgets(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.budgets = client("budgets")
        self.budgets.create_budget(
            AccountId=ACCOUNT,
            Budget=budget("500"),
            NotificationsWithSubscribers=[{"Notification": NOTIFICATION, "Subscribers": [SUBSCRIBER]}],
            ResourceTags=[{"Key": "Stack", "Value": "aws-local"}],
        )

    def test_tags_can_be_read(self):
        arn = f"arn:aws:budgets::{ACCOUNT}:budget/monthly"
        tags = self.budgets.list_tags_for_resource(ResourceARN=arn)["ResourceTags"]
        self.assertEqual(tags, [{"Key": "Stack", "Value": "aws-local"}])

    def test_subscribers_of_a_notification_can_be_read(self):
        found = self.budgets.describe_subscribers_for_notification(
            AccountId=ACCOUNT, BudgetName="monthly", Notification=NOTIFICATION
        )
        self.assertEqual(found["Subscribers"], [SUBSCRIBER])

    def test_the_limit_can_be_changed(self):
        self.budgets.update_budget(AccountId=ACCOUNT, NewBudget=budget("700"))
        found = self.budgets.describe_budget(AccountId=ACCOUNT, BudgetName="monthly")["Budget"]
        self.assertEqual(found["BudgetLimit"]["Amount"], "700")
