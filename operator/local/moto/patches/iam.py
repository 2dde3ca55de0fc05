"""IAM: a statement that denies under a condition.

moto refuses a request if the condition of any statement is not met, even that of a Deny: with the usual TLS-only bucket
policy every object request ends in 403. This patch ignores Deny statements with a condition, because the emulator speaks
HTTP and has no values for conditions.
"""

from moto.iam.access_control import IAMPolicyStatement, PermissionResult

from patching import replaces


@replaces(IAMPolicyStatement, "is_action_permitted")
def ignore_conditional_deny(original, self, *positional, **named):
    if self._statement["Effect"] == "Deny" and self._statement.get("Condition"):
        return PermissionResult.NEUTRAL
    return original(self, *positional, **named)
