"""Lambda: adding a permission a second time succeeds.

Under load an answer is sometimes lost on this machine, and the provider sends the request again. AWS refuses a second permission with
the same id; here it is refused only if it differs.
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
