"""What an execution's results mean.

An analyzer is called with an execution and the earlier executions of its case, the newest first, and returns a map: at
least `analyzer` and `summary`, a text for people.
"""

import os

from analyzers import bedrock, heuristic


def chosen():
    """The analyzer that the stack's settings name."""
    model = os.environ.get("BEDROCK_MODEL_ID")
    return bedrock.analyzer(model) if model else heuristic.analyze
