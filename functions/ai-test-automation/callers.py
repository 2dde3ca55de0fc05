"""Who calls the API, by the claims that the authorizer has checked."""

import os
import re

from validation import Refused


def _claims(event):
    return event.get("requestContext", {}).get("authorizer", {}).get("claims", {})


def caller(event):
    """The ID of the caller, from the authorizer."""
    found = _claims(event).get("sub")
    if not found:
        raise Refused(403, "expected a user who has signed in, found none")
    return found


def owner(event):
    """Whose executions the caller may read and change: None means everyone's, which the members of the team may."""
    # API Gateway passes a list of groups on as one text, with commas or in brackets.
    groups = re.split(r"[\[\],\s]+", str(_claims(event).get("cognito:groups", "")))
    team = os.environ.get("TEAM_GROUP")
    return None if team and team in groups else caller(event)
