"""All services: a request that an SDK sends again, because its answer got lost, is answered as the first one was.

Under load an answer gets lost on this machine now and then. The SDK tries again, and what was made by the first request is refused as a
duplicate; AWS's own answers arrive. Each attempt of an SDK carries the same invocation id, and an SDK that got a success tries no more.
"""

import threading
from collections import OrderedDict
from concurrent.futures import Future

from moto.moto_server.werkzeug_app import DomainDispatcherApplication

from patching import replaces

kept = 500  # Answers, of which an SDK asks again within seconds.
greatest = 64 * 1024  # Bytes of an answer that is kept: what makes something answers in less.

answers: OrderedDict[str, Future] = OrderedDict()
changing = threading.Lock()


@replaces(DomainDispatcherApplication, "__call__")
def once(original, self, environ, start_response):
    id = environ.get("HTTP_AMZ_SDK_INVOCATION_ID")
    if id is None or environ["REQUEST_METHOD"] in ("GET", "HEAD"):
        return original(self, environ, start_response)

    # A first attempt that still runs is waited for. One that failed is tried again.
    with changing:
        first, answers[id] = answers.get(id), (answer := Future())
        while len(answers) > kept:
            answers.popitem(last=False)
    found = first and first.result()
    if found:
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))  # What is left unread would break the connection.
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
