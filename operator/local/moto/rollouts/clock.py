"""The clock of rollouts: the machine's, which a test may put forward, and how long tasks take."""

import os
import threading
import time
from datetime import datetime, timezone

# Requests are answered by many threads; one at a time works on rollouts.
changing = threading.RLock()

# The variable that sets a duration, and its default in seconds.
DURATIONS = {"seconds": ("MOTO_ROLLOUT_SECONDS", 1), "slow_seconds": ("MOTO_ROLLOUT_SLOW_SECONDS", 8)}


class Clock:
    """`seconds` is how long a task takes to become healthy, or to end; `slow_seconds` the same for an image that is slow."""

    def __init__(self):
        self.reset()

    def reset(self):
        self.ahead = 0.0
        for name, (variable, default) in DURATIONS.items():
            setattr(self, name, duration(variable, os.environ.get(variable, default)))

    def now(self):
        """Seconds since 1970."""
        return time.time() + self.ahead

    def set(self, wishes):
        """Sets durations by name, and puts the clock forward by `advance` seconds. Raises ValueError, changing nothing."""
        unknown = sorted(set(wishes) - {"advance", *DURATIONS})
        if unknown:
            raise ValueError(f"expected advance, {', '.join(DURATIONS)}, found {', '.join(unknown)}")
        values = {name: duration(name, value) for name, value in wishes.items()}
        self.ahead += values.pop("advance", 0)
        for name, value in values.items():
            setattr(self, name, value)

    def settings(self):
        return {"now": self.now(), **{name: getattr(self, name) for name in DURATIONS}}


def duration(name, value):
    try:
        seconds = float(value)
    except (TypeError, ValueError):
        seconds = -1.0
    if not 0 <= seconds < float("inf"):
        raise ValueError(f"{name}: expected seconds, 0 or more, found {value!r}")
    return seconds


def date(at):
    """A time of the clock as the API gives it."""
    return datetime.fromtimestamp(at, timezone.utc)


clock = Clock()
