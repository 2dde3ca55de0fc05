"""Analyzers of the results of executions.

An analyzer gets an execution and the earlier executions of its case, newest first. It returns a map with at least
`analyzer` (its name) and `summary` (a text for people).
"""

import os

from analyzers import bedrock, heuristic


def chosen():
    """The analyzer of the stack's settings."""
    model = os.environ.get("BEDROCK_MODEL_ID")
    return bedrock.analyzer(model) if model else heuristic.analyze
