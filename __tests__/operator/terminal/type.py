"""Types into a terminal as a person would: a program runs in a pseudo-terminal of its own, and keys are sent when a text is seen.

Standard input: JSON {"command": [...], "cwd": "...", "env": {...}, "steps": [{"seen": "<regular expression>", "after": seconds, "keys": "..."}]}.
Standard output: JSON {"code": <exit code, or -signal>, "text": "<what the terminal showed>"}.
"""

import fcntl
import json
import os
import pty
import re
import select
import struct
import sys
import termios
import time

SECONDS = 60


def main():
    job = json.load(sys.stdin)
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(job["cwd"])
        os.execvpe(job["command"][0], job["command"], job["env"])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    text = play(terminal, job["steps"])
    _, status = os.waitpid(pid, 0)
    print(json.dumps({"code": os.waitstatus_to_exitcode(status), "text": text}))


def play(terminal, steps):
    text = ""
    since = 0
    due = None
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if steps and due is None and re.search(steps[0]["seen"], text[since:]):
            since = len(text)
            due = time.monotonic() + steps[0].get("after", 0)
        if due is not None and time.monotonic() >= due:
            os.write(terminal, steps.pop(0)["keys"].encode())
            due = None
        ready, _, _ = select.select([terminal], [], [], 0.02)
        if ready:
            try:
                text += os.read(terminal, 65536).decode("utf8", "replace")
            except OSError:  # The last process of the terminal has ended.
                return text
    return text + f"\n(still running after {SECONDS} s)"


main()
