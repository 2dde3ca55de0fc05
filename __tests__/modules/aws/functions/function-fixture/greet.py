from inner.words import GREETING


def handler(event, _context):
    return f"{GREETING} {event['name']}"
