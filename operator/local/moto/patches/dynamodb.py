"""DynamoDB: a conditional put that a client sends again, because the first answer was lost, is accepted.

Under load an answer gets lost now and then; Terraform's SDK repeats the request, finds its own lock and refuses its own state. The
item holds a unique id, so that an equal one can only come from the same request.
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
