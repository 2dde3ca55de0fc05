"""Tokens of the identity with which the platform runs this container. Nothing is stored; each token is asked for when it is needed."""

import json
import os
import time
import urllib.parse
import urllib.request

_tokens: dict[str, tuple[str, float]] = {}


def google(scope: str = "https://www.googleapis.com/auth/cloud-platform") -> str:
    host = os.environ.get("GCE_METADATA_HOST", "metadata.google.internal")
    url = f"http://{host}/computeMetadata/v1/instance/service-accounts/default/token?scopes={urllib.parse.quote(scope)}"
    return _token(f"google {scope}", urllib.request.Request(url, headers={"Metadata-Flavor": "Google"}))


def azure(resource: str) -> str:
    query = {"resource": resource, "client_id": os.environ.get("AZURE_CLIENT_ID", "")}
    endpoint = os.environ.get("IDENTITY_ENDPOINT")
    if endpoint:
        # Container Apps.
        url = f"{endpoint}?{urllib.parse.urlencode({**query, 'api-version': '2019-08-01'})}"
        headers = {"X-IDENTITY-HEADER": os.environ["IDENTITY_HEADER"]}
    else:
        # Container Instances.
        host = os.environ.get("AZURE_METADATA_HOST", "169.254.169.254")
        url = f"http://{host}/metadata/identity/oauth2/token?{urllib.parse.urlencode({**query, 'api-version': '2018-02-01'})}"
        headers = {"Metadata": "true"}
    return _token(f"azure {resource}", urllib.request.Request(url, headers=headers))


def aws() -> dict[str, str]:
    """Access key, secret key and session token of the task's role."""
    host = os.environ.get("AWS_CONTAINER_CREDENTIALS_HOST", "169.254.170.2")
    relative = os.environ.get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
    if not relative:
        return {
            "AccessKeyId": os.environ["AWS_ACCESS_KEY_ID"],
            "SecretAccessKey": os.environ["AWS_SECRET_ACCESS_KEY"],
            "Token": os.environ.get("AWS_SESSION_TOKEN", ""),
        }
    with urllib.request.urlopen(f"http://{host}{relative}", timeout=5) as answer:
        return json.load(answer)


def _token(key: str, request: urllib.request.Request) -> str:
    token, until = _tokens.get(key, ("", 0.0))
    if until < time.time():
        with urllib.request.urlopen(request, timeout=5) as answer:
            body = json.load(answer)
        token = body["access_token"]
        # A minute early, so that none expires on its way.
        _tokens[key] = (token, time.time() + int(body.get("expires_in", 300)) - 60)
    return token
