"""Lambda: a permission that is added a second time is there, as it was asked for.

Under load an answer gets lost on this machine, and the provider asks again; AWS, whose answers arrive, refuses a second one. One with
the same id that says something else is still refused.
"""

from ministack.services import lambda_svc

from patching import replaces


@replaces(lambda_svc, "_add_permission")
def add_permission(original, func_name, data, *rest):
    answer = original(func_name, data, *rest)
    if answer[0] != 409:
        return answer
    statements = lambda_svc._functions[func_name]["policy"]["Statement"]
    (index,) = [index for index, known in enumerate(statements) if known["Sid"] == data["StatementId"]]
    known = statements.pop(index)
    again = original(func_name, data, *rest)
    same = statements.pop() == known
    statements.insert(index, known)
    return again if same else answer
