"""All services: a request that an SDK sends again, because its answer was lost, gets the answer of the first one.

Under load an answer is sometimes lost on this machine. The SDK tries again, and the second request is refused as a duplicate. All
attempts of one call carry the same invocation id, and an SDK does not repeat a call that succeeded.
"""

import threading
from collections import OrderedDict
from concurrent.futures import Future

from moto.moto_server.werkzeug_app import DomainDispatcherApplication

from patching import replaces

kept = 500  # The number of answers that are kept: an SDK repeats a request within seconds.
greatest = 64 * 1024  # The longest answer that is kept, in bytes: requests that create something have shorter ones.

answers: OrderedDict[str, Future] = OrderedDict()
changing = threading.Lock()


@replaces(DomainDispatcherApplication, "__call__")
def once(original, self, environ, start_response):
    id = environ.get("HTTP_AMZ_SDK_INVOCATION_ID")
    if id is None or environ["REQUEST_METHOD"] in ("GET", "HEAD"):
        return original(self, environ, start_response)

    # Waits for a first attempt that still runs. If it failed, the request is executed again.
    with changing:
        first, answers[id] = answers.get(id), (answer := Future())
        while len(answers) > kept:
            answers.popitem(last=False)
    found = first and first.result()
    if found:
        environ["wsgi.input"].read(
            int(environ.get("CONTENT_LENGTH") or 0)
        )  # An unread body would break the connection.
    try:
        found = found or answered(original, self, environ)
    finally:
        answer.set_result(found if found and succeeded(*found) else None)
    status, headers, body = found
    start_response(status, headers)
    return [body]


def answered(original, self, environ):
    """Status, headers and body of an answer."""
    started = []
    parts = original(self, environ, lambda status, headers, _error=None: started.append((status, headers)))
    try:
        body = b"".join(parts)
    finally:
        getattr(parts, "close", lambda: None)()
    return (*started[-1], body)


def succeeded(status, _headers, body):
    return status.startswith("2") and len(body) <= greatest
