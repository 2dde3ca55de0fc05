"""Lets in only the person who started the emulator, and no web page.

Emulators run code and have no sign-in of their own, so any user of this machine and any page in a browser could use them. A
request is refused when

- its Host is neither this machine nor AWS: such a name leads here by DNS rebinding only;
- it has an Origin: a page of a browser sent it;
- it lacks the key, which only the files of the user who started the emulator hold: as the access key of AWS's signature (in a
  header or a presigned address), or in the header X-Emulator-Key.

A deployed application is reached at an address that holds a second key, because curl and browsers sign nothing:
http://127.0.0.1:PORT/_emulator/KEY/PATH, or http://DISTRIBUTION.KEY.localhost:PORT/ for a CloudFront distribution. There an Origin is
the application's matter, as on AWS. This key opens nothing else, because pages and their links give it away.
"""

import functools
import hashlib
import hmac
import os
import re
from urllib.parse import parse_qs

prefix = "/_emulator/"
# The data plane of API Gateway, as MiniStack serves it, without the part that functions call: that one is signed.
application = re.compile(r"/(restapis/[^/]+/[^/]+/_user_request_|_aws/execute-api/(?!.*/@connections))")
loopback = re.compile(r"(\d{12}\.)?127\.0\.0\.1|localhost")
of_aws = re.compile(r"[\w.-]+\.amazonaws\.com|[\w-]+\.cloudfront\.net")
distribution = re.compile(r"([\w-]+)\.(\w+)\.localhost")

# What AWS, too, takes without a signature: users sign up and in by these.
unsigned = re.compile(
    r"AWSCognitoIdentityProviderService\.(InitiateAuth|RespondToAuthChallenge|SignUp|ConfirmSignUp|ResendConfirmationCode"
    r"|ForgotPassword|ConfirmForgotPassword|GetUser|GetTokensFromRefreshToken|RevokeToken|GlobalSignOut)"
)

# The keys that verify a user pool's tokens. MiniStack itself reads them here.
public = re.compile(r"/[\w-]+/\.well-known/(jwks\.json|openid-configuration)")


@functools.cache
def own_key():
    """The key of this emulator, taken out of the environment that functions inherit; empty where no guard is wanted."""
    return os.environ.pop("EMULATOR_KEY", "")


def application_key(key):
    """The key in the addresses of deployed applications (operator/local/emulator-addresses.ts makes the same)."""
    return hashlib.sha256(f"application {key}".encode()).hexdigest()[:32]


def application_prefix():
    """What the addresses of deployed applications begin with."""
    return f"{prefix}{application_key(own_key())}" if own_key() else ""


class Refused(Exception):
    """Says why a request is refused."""


class Guard:
    """Judges requests by their Host, Origin and key. Also takes the keys that the emulator issued for an assumed role."""

    def __init__(self, key, issued):
        if len(key) < 32:
            raise ValueError("the key of the emulator: expected at least 32 characters")
        self.key = key
        self.issued = issued
        self.application_key = application_key(key)

    def admit(self, method, path, query, headers):
        """The path and the headers (by names in lower case) with which the emulator gets a request. Raises Refused."""
        host = headers.get("host", "").rsplit(":", 1)[0]
        own = distribution.fullmatch(host)
        if own:
            check(own.group(2), self.application_key)
            if method not in ("GET", "HEAD") or path.startswith("/_"):
                raise Refused("a distribution is only read")
            return path, headers | {"host": f"{own.group(1)}.cloudfront.net", "x-forwarded-proto": "https"}
        if not loopback.fullmatch(host) and not of_aws.fullmatch(host):
            raise Refused(f"the Host {host!r} is not this machine's")
        if path.startswith(prefix):
            key, _, rest = path[len(prefix) :].partition("/")
            check(key, self.application_key)
            path = f"/{rest}"
            if application.match(path):
                return path, headers
        if not (loopback.fullmatch(host) and takes_unsigned(method, path, query, headers)):
            key = key_of(query, headers)
            if not self.issued(key):
                check(key, self.key)
        if "origin" in headers:
            raise Refused("it comes from a web page")
        return path, headers

    def opens(self, path):
        """Whether answers at this path may say what a page may do with them: the application decides that."""
        return bool(application.match(path))


def check(key, expected):
    """Raises Refused unless the key is the expected one."""
    if not hmac.compare_digest(key.encode(), expected.encode()):
        raise Refused("it lacks the key of the user who started the emulator (npm run local:env sets it)")


def takes_unsigned(method, path, query, headers):
    """Whether AWS, too, takes this request without a signature. Nothing else in it may lead to another service."""
    if method == "GET" and query == "" and public.fullmatch(path):
        return "x-amz-target" not in headers and "authorization" not in headers
    return (
        (method, path, query) == ("POST", "/", "")
        and "authorization" not in headers
        and headers.get("content-type", "").startswith("application/x-amz-json-1.")
        and bool(unsigned.fullmatch(headers.get("x-amz-target", "")))
    )


def key_of(query, headers):
    """The key that a request gives; empty when it gives none."""
    signed = re.match(r"AWS4-HMAC-SHA256 .*?Credential=([^/,\s]+)/", headers.get("authorization", ""))
    if signed:
        return signed.group(1)
    presigned = parse_qs(query)
    for name in ("X-Amz-Credential", "AWSAccessKeyId"):
        if name in presigned:
            return presigned[name][0].split("/")[0]
    return headers.get("x-emulator-key", "")


def guarded_wsgi(app, key, issued):
    """A WSGI application behind the guard."""
    guard = Guard(key, issued)

    def call(environ, start_response):
        headers = {
            name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name.startswith("HTTP_")
        }
        asked = headers | {"content-type": environ.get("CONTENT_TYPE", "")}
        method, query = environ["REQUEST_METHOD"], environ.get("QUERY_STRING", "")
        try:
            path, admitted = guard.admit(method, environ["PATH_INFO"], query, asked)
        except Refused as refused:
            start_response("403 Forbidden", [("Content-Type", "text/plain")])
            return [f"refused: {refused}\n".encode()]
        given = {name: value for name, value in admitted.items() if name != "content-type"}
        changed = {f"HTTP_{name.replace('-', '_').upper()}": value for name, value in given.items()}
        if path != environ["PATH_INFO"]:
            environ = environ | {"PATH_INFO": path, "RAW_URI": path, "REQUEST_URI": path}
        return app(environ | changed, without_cors(start_response))

    return call


def without_cors(start_response):
    def start(status, headers, *rest):
        kept = [(name, value) for name, value in headers if not name.lower().startswith("access-control-")]
        return start_response(status, kept, *rest)

    return start


def guarded_asgi(app, key, issued):
    """An ASGI application behind the guard."""
    guard = Guard(key, issued)

    async def call(scope, receive, send):
        if scope["type"] not in ("http", "websocket"):
            await app(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        method, query = scope.get("method", "GET"), scope.get("query_string", b"").decode("latin-1")
        try:
            path, admitted = guard.admit(method, scope["path"], query, headers)
        except Refused as refused:
            await refuse(scope, receive, send, refused)
            return
        raw = scope.get("raw_path")
        if raw is not None and path != scope["path"]:
            raw = b"/" + raw[len(prefix) :].partition(b"/")[2]
        changed = {name: value for name, value in admitted.items() if headers.get(name) != value}
        kept = [(name, value) for name, value in scope["headers"] if name.decode("latin-1").lower() not in changed]
        added = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in changed.items()]
        admitted_scope = scope | {"path": path, "raw_path": raw, "headers": kept + added}
        await app(admitted_scope, receive, send if guard.opens(path) else closed(send))

    return call


def closed(send):
    async def sent(message):
        if message["type"] == "http.response.start":
            headers = [
                (name, value) for name, value in message["headers"] if not name.lower().startswith(b"access-control-")
            ]
            message = message | {"headers": headers}
        await send(message)

    return sent


async def refuse(scope, receive, send, refused):
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    headers = [(b"content-type", b"text/plain")]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": f"refused: {refused}\n".encode()})
