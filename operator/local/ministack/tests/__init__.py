"""Tests against MiniStack with our patches, in this process: python -m unittest discover, from operator/local/ministack."""

import asyncio
import io
import logging
import os
import socket
import threading
import time
import unittest
import urllib.request
import zipfile

os.environ.update(
    AWS_ACCESS_KEY_ID="test",
    AWS_SECRET_ACCESS_KEY="test",
    AWS_DEFAULT_REGION="us-east-1",
    AWS_CONFIG_FILE=os.devnull,
    AWS_SHARED_CREDENTIALS_FILE=os.devnull,
    LOG_LEVEL="ERROR",
    MINISTACK_ALIAS_SEED="7",
)
os.environ.pop("AWS_PROFILE", None)

import boto3

import server

with socket.create_server(("127.0.0.1", 0)) as found:
    port = found.getsockname()[1]
app = server.prepare("127.0.0.1", port)

# MiniStack imports these lazily, and hypercorn only when it serves.
from hypercorn.asyncio import serve
from hypercorn.config import Config

config = Config()
config.bind = [f"127.0.0.1:{port}"]
config.loglevel = "ERROR"
ENDPOINT = f"http://127.0.0.1:{port}"


def never():
    return asyncio.Event().wait()


threading.Thread(target=lambda: asyncio.run(serve(app.app, config, shutdown_trigger=never)), daemon=True).start()


def client(service, region="us-east-1", **options):
    return boto3.client(service, region_name=region, endpoint_url=ENDPOINT, **options)


def eventually(condition, seconds=20):
    """What the condition returns, once it returns something."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s")
        time.sleep(0.1)
    return found


def code(source):
    """The code of a function whose handler is code.handler."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("code.py", source)
    return {"ZipFile": buffer.getvalue()}


def reset():
    urllib.request.urlopen(urllib.request.Request(f"{ENDPOINT}/_ministack/reset", method="POST")).close()


def answers():
    try:
        return urllib.request.urlopen(f"{ENDPOINT}/_ministack/process").status == 200
    except OSError:
        return False


eventually(answers)
logging.disable(logging.WARNING)


class EmulatorTest(unittest.TestCase):
    """A test that starts with an empty emulator."""

    def setUp(self):
        reset()
