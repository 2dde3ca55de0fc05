"""Reads one test case or one execution."""

from executions import items


def case(test_case_id):
    """A test case, or None."""
    found = items.table("TEST_CASES_TABLE").get_item(Key={"PK": f"CASE#{test_case_id}", "SK": "CASE"})
    return found.get("Item")


def read(execution_id, owner=None):
    """An execution, or None. With an owner: None for those that another user created."""
    item = items.executions().get_item(Key=items.key(execution_id), ConsistentRead=True).get("Item")
    if item is None or (owner is not None and item.get("created_by") != owner):
        return None
    return items.public(item)
