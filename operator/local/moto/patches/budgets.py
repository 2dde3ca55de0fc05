"""Budgets: tags, subscribers and changes.

ListTagsForResource, DescribeSubscribersForNotification and UpdateBudget are missing: aws_budgets_budget is created,
then cannot be read, so that neither a second plan nor a destroy is possible.
"""

import json

from moto.budgets.exceptions import NotFoundException
from moto.budgets.responses import BudgetsResponse

from patching import adds, paired, replaces, tags_of, unpaired


def budget_of(response):
    response.backend.describe_budget(response._get_param("AccountId"), budget_name(response))
    return response.backend.budgets[response._get_param("AccountId")][budget_name(response)]


def budget_name(response):
    return response._get_param("BudgetName") or response._get_param("NewBudget")["BudgetName"]


def notification_of(response):
    wanted = response._get_param("Notification")
    for notification in budget_of(response).notifications:
        if all(notification.details.get(key) == value for key, value in wanted.items()):
            return notification
    raise NotFoundException("the notification doesn't exist.")


@replaces(BudgetsResponse, "create_budget")
def create_with_tags(original, self):
    created = original(self)
    arn = f"arn:aws:budgets::{self.current_account}:budget/{self._get_param('Budget')['BudgetName']}"
    tags_of(self.backend, arn).update(unpaired(self._get_param("ResourceTags") or []))
    return created


@adds(BudgetsResponse)
def update_budget(self):
    budget_of(self).budget.update(self._get_param("NewBudget"))
    return "{}"


@adds(BudgetsResponse)
def describe_subscribers_for_notification(self):
    return json.dumps({"Subscribers": notification_of(self).subscribers})


@adds(BudgetsResponse)
def list_tags_for_resource(self):
    return json.dumps({"ResourceTags": paired(tags_of(self.backend, self._get_param("ResourceARN")))})


@adds(BudgetsResponse)
def tag_resource(self):
    tags_of(self.backend, self._get_param("ResourceARN")).update(unpaired(self._get_param("ResourceTags")))
    return "{}"


@adds(BudgetsResponse)
def untag_resource(self):
    tags = tags_of(self.backend, self._get_param("ResourceARN"))
    for key in self._get_param("ResourceTagKeys"):
        tags.pop(key, None)
    return "{}"
