"""MiniStack with patches for the bugs that affect our stacks: server.py -H 127.0.0.1 -p PORT."""

import argparse
import json
import os
import sys

import patches
from guard import guarded_asgi, own_key
from patching import replaces


def prepare(host, port):
    """Returns the module of MiniStack's server, patched. MiniStack reads its settings when it is imported."""
    os.environ.update(
        BIND_HOST=host,
        MINISTACK_HOST=host,
        GATEWAY_PORT=str(port),
        MINISTACK_ACCOUNT_ID="123456789012",
        # These services would listen on every interface.
        IOT_MTLS_ENABLED="0",
        SFTP_ENABLED="0",
        # Functions run as processes of this machine, never in its containers.
        LAMBDA_EXECUTOR="local",
    )
    from ministack import app

    @replaces(app, "_handle_pre_body_request")
    async def process(original, method, path, *rest):
        """Returns the process that answers, so that a later process with the same id or port is not taken for this emulator."""
        if path == "/_ministack/process":
            return 200, {"Content-Type": "application/json"}, json.dumps({"pid": os.getpid()}).encode()
        return await original(method, path, *rest)

    @replaces(app, "_handle_cloudfront_dataplane_request")
    async def cloudfront(original, host, *rest):
        """Never passes what is for a distribution on to another service."""
        answer = await original(host, *rest)
        if answer is None and app._parse_cloudfront_dataplane_host(host):
            return 404, {"Content-Type": "text/plain"}, b"there is no such distribution\n"
        return answer

    patches.apply_all()
    return app


def issued(access_key):
    """Whether an assumed role has this access key."""
    from ministack.services import sts

    return access_key in sts._sessions


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("-H", "--host", required=True)
    parser.add_argument("-p", "--port", required=True, type=int)
    arguments = parser.parse_args()
    sys.argv[1:] = []  # MiniStack reads these arguments too.
    emulator = prepare(arguments.host, arguments.port)
    emulator.app = guarded_asgi(emulator.app, own_key(), issued)
    emulator.main()
