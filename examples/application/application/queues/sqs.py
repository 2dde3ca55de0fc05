"""Amazon SQS over its JSON protocol, signed with the task's role (Signature Version 4)."""

import hashlib
import hmac
import json
import os
import time
import urllib.parse
import urllib.request
from functools import partial

from .. import identity
from . import Message


class Sqs:
    def __init__(self, address: str) -> None:
        self._address = address
        self._endpoint = os.environ.get("AWS_ENDPOINT_URL_SQS") or "{0.scheme}://{0.netloc}".format(
            urllib.parse.urlsplit(address)
        )

    def send(self, body: str) -> None:
        self._call("SendMessage", {"MessageBody": body})

    def receive(self) -> list[Message]:
        answer = self._call("ReceiveMessage", {"MaxNumberOfMessages": 10, "WaitTimeSeconds": 20})
        return [
            Message(it["Body"], partial(self._call, "DeleteMessage", {"ReceiptHandle": it["ReceiptHandle"]}))
            for it in answer.get("Messages", [])
        ]

    def _call(self, action: str, body: dict) -> dict:
        payload = json.dumps({"QueueUrl": self._address, **body}).encode()
        headers = {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": f"AmazonSQS.{action}"}
        url = f"{self._endpoint}/"
        signed = signed_headers("sqs", url, payload, headers)
        with urllib.request.urlopen(urllib.request.Request(url, payload, signed), timeout=30) as answer:
            return json.loads(answer.read() or b"{}")


def signed_headers(service: str, url: str, payload: bytes, headers: dict[str, str]) -> dict[str, str]:
    credentials = identity.aws()
    region = os.environ.get("AWS_REGION", "us-east-1")
    now = time.gmtime()
    moment, day = time.strftime("%Y%m%dT%H%M%SZ", now), time.strftime("%Y%m%d", now)
    parts = urllib.parse.urlsplit(url)
    all_headers = {**headers, "Host": parts.netloc, "X-Amz-Date": moment}
    if credentials.get("Token"):
        all_headers["X-Amz-Security-Token"] = credentials["Token"]
    names = sorted(name.lower() for name in all_headers)
    values = {name.lower(): value.strip() for name, value in all_headers.items()}
    canonical = "\n".join(
        [
            "POST",
            parts.path or "/",
            "",
            *[f"{name}:{values[name]}" for name in names],
            "",
            ";".join(names),
            hashlib.sha256(payload).hexdigest(),
        ]
    )
    scope = f"{day}/{region}/{service}/aws4_request"
    text = "\n".join(["AWS4-HMAC-SHA256", moment, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    signing = f"AWS4{credentials['SecretAccessKey']}".encode()
    for part in (day, region, service, "aws4_request"):
        signing = hmac.new(signing, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(signing, text.encode(), hashlib.sha256).hexdigest()
    authorization = f"AWS4-HMAC-SHA256 Credential={credentials['AccessKeyId']}/{scope}, SignedHeaders={';'.join(names)}, Signature={signature}"
    return {**all_headers, "Authorization": authorization}
