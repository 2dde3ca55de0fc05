"""moto_server with patches for the bugs that affect our stacks: server.py -H 127.0.0.1 -p PORT."""

import json
import os

os.environ.update(
    MOTO_IAM_LOAD_MANAGED_POLICIES="true",  # Loads AWS's own policies, so that they can be attached.
    MOTO_ACM_VALIDATION_WAIT="1",  # A certificate is validated after one second.
)

import moto.server
from moto.moto_api._internal import urls
from moto.sts.models import sts_backends

import patches
from guard import guarded_wsgi, own_key
from patching import replaces


def process(_request, _url, _headers):
    """Returns the process that answers, so that a later process with the same id or port is not taken for this emulator."""
    return 200, {"Content-Type": "application/json"}, json.dumps({"pid": os.getpid()})


patches.apply_all()
urls.url_paths["{0}/moto-api/process"] = process


def issued(access_key):
    """Whether an assumed role has this access key."""
    backends = [backend for account in list(sts_backends.values()) for backend in account.values()]
    return any(role.access_key_id == access_key for backend in backends for role in backend.assumed_roles)


@replaces(moto.server, "run_simple")
def run_guarded(original, host, port, app, **options):
    return original(host, port, guarded_wsgi(app, own_key(), issued), **options)


if __name__ == "__main__":
    moto.server.main()
