"""Tests against moto with our patches, in this process: python -m unittest discover, from operator/local/moto."""

import json
import logging
import os
import unittest
import urllib.request

os.environ.update(
    AWS_ACCESS_KEY_ID="test",
    AWS_SECRET_ACCESS_KEY="test",
    AWS_DEFAULT_REGION="us-east-1",
    AWS_CONFIG_FILE=os.devnull,
    AWS_SHARED_CREDENTIALS_FILE=os.devnull,
)
os.environ.pop("AWS_PROFILE", None)

import boto3
from moto.server import ThreadedMotoServer

import patches

patches.apply_all()
logging.getLogger("werkzeug").setLevel(logging.ERROR)
server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
server.start()
ENDPOINT = f"http://127.0.0.1:{server.get_host_and_port()[1]}"


def client(service, region="us-east-1"):
    return boto3.client(service, region_name=region, endpoint_url=ENDPOINT)


def reset():
    urllib.request.urlopen(urllib.request.Request(f"{ENDPOINT}/moto-api/reset", method="POST")).close()


def rollouts(**wishes):
    """Sets the clock of rollouts, and puts it forward by `advance` seconds; gives what it is then."""
    request = urllib.request.Request(f"{ENDPOINT}/moto-api/rollout", json.dumps(wishes).encode(), method="POST")
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


class EmulatorTest(unittest.TestCase):
    """A test that starts with an empty emulator."""

    def setUp(self):
        # server.py, which a test imports, has it loaded: that takes a second after each reset, and no test needs it.
        os.environ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "false"
        reset()
