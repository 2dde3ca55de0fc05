"""All services: a request that an SDK sends again, because its answer was lost, gets the answer of the first one.

Under load an answer is sometimes lost on this machine. The SDK tries again, and the second request is refused as a duplicate. All
attempts of one call carry the same invocation id, and an SDK does not repeat a call that succeeded.
"""

import asyncio
from collections import OrderedDict

from ministack import app

kept = 500  # The number of answers that are kept: an SDK repeats a request within seconds.
greatest = 64 * 1024  # The longest answer that is kept, in bytes: requests that create something have shorter ones.

answers: OrderedDict[bytes, asyncio.Future] = OrderedDict()
original = app.app


async def once(scope, receive, send):
    id = dict(scope.get("headers", [])).get(b"amz-sdk-invocation-id")
    if scope["type"] != "http" or scope["method"] in ("GET", "HEAD") or id is None:
        return await original(scope, receive, send)

    # Waits for a first attempt that still runs. If it failed, the request is executed again.
    first = answers.get(id)
    messages = await first if first else None
    if messages:
        while (await receive()).get("more_body"):
            pass  # An unread body would break the connection.
        for message in messages:
            await send(message)
        return

    answer = answers[id] = asyncio.get_running_loop().create_future()
    while len(answers) > kept:
        answers.popitem(last=False)
    sent = []

    async def note(message):
        sent.append(message)
        await send(message)

    try:
        await original(scope, receive, note)
    finally:
        answer.set_result(sent if succeeded(sent) else None)


app.app = once  # A coroutine function: the server recognizes an ASGI application by it.


def succeeded(messages):
    if not messages or messages[0].get("status", 500) >= 300 or messages[-1].get("more_body"):
        return False
    return sum(len(message.get("body", b"")) for message in messages) <= greatest
