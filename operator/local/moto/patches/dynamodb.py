"""DynamoDB: a conditional put that a client sends again, because the first answer was lost, is accepted.

Under load an answer is sometimes lost. Terraform's SDK repeats the request, finds its own lock and refuses to work on the state. The
item has a unique id, so an equal item can only come from the same request.
"""

from moto.dynamodb.exceptions import ConditionalCheckFailed
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table

from patching import replaces


@replaces(Table, "put_item")
def accept_what_was_put_already(original, self, item_attrs, *args, **kwargs):
    try:
        return original(self, item_attrs, *args, **kwargs)
    except ConditionalCheckFailed:
        found = None if self.range_key_attr else self.get_item(DynamoType(item_attrs[self.hash_key_attr]))
        if found and found.to_json()["Attributes"] == item_attrs:
            return found
        raise
