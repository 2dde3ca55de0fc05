"""All services: a request that an SDK sends again, because its answer got lost, is answered as the first one was.

Under load an answer gets lost on this machine now and then. The SDK tries again, and what was made by the first request is refused as a
duplicate; AWS's own answers arrive. Each attempt of an SDK carries the same invocation id, and an SDK that got a success tries no more.
"""

import asyncio
from collections import OrderedDict

from ministack import app

kept = 500  # Answers, of which an SDK asks again within seconds.
greatest = 64 * 1024  # Bytes of an answer that is kept: what makes something answers in less.

answers: OrderedDict[bytes, asyncio.Future] = OrderedDict()
original = app.app


async def once(scope, receive, send):
    id = dict(scope.get("headers", [])).get(b"amz-sdk-invocation-id")
    if scope["type"] != "http" or scope["method"] in ("GET", "HEAD") or id is None:
        return await original(scope, receive, send)

    # A first attempt that still runs is waited for. One that failed is tried again.
    first = answers.get(id)
    messages = await first if first else None
    if messages:
        while (await receive()).get("more_body"):
            pass  # What is left unread would break the connection.
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


app.app = once  # Itself a coroutine function, by which the server knows an ASGI application.


def succeeded(messages):
    if not messages or messages[0].get("status", 500) >= 300 or messages[-1].get("more_body"):
        return False
    return sum(len(message.get("body", b"")) for message in messages) <= greatest
