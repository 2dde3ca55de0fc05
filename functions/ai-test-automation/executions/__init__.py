"""Test cases and their executions in DynamoDB.

A case is one item: PK CASE#<case>, SK CASE. The executions of a case are sorted in the other table, oldest first:
PK CASE#<case>, SK EXECUTION#<unique>. The index GSI1 has them by status. The id of an execution is <case>.<unique>, so
its key follows from its id, and the next page of a list begins after it. An item with PK REQUEST#<user> and SK <key> says
which execution a repeated request has made.
"""
