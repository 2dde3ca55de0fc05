"""The bucket: test data, and the logs of executions."""

import os
import secrets

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

LINK_SECONDS = 300

_s3 = None
_links = None


def _client():
    global _s3
    if _s3 is None:
        _s3 = boto3.client("s3")
    return _s3


def _signer():
    """Signs links as S3 takes them for objects under a key of KMS: version 4, for the bucket's own address in its region.

    Of itself boto3 signs version 2 in S3's older regions, and names an address that redirects, after which the signature of
    the name is wrong.
    """
    global _links
    if _links is None:
        s3 = {"addressing_style": "virtual", "us_east_1_regional_endpoint": "regional"}
        _links = boto3.client("s3", config=Config(signature_version="s3v4", s3=s3))
    return _links


def exists(key):
    """Whether the bucket has an object."""
    try:
        _client().head_object(Bucket=os.environ["TEST_DATA_BUCKET"], Key=key)
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
            raise
        return False
    return True


def keep_log(execution_id, text):
    """Stores the log of an execution and returns its key."""
    # A unique name: of two reports at the same time one is refused, and must not replace the log of the other.
    key = f"logs/{execution_id}/{secrets.token_hex(4)}.txt"
    _client().put_object(
        Bucket=os.environ["TEST_DATA_BUCKET"], Key=key, Body=text.encode(), ContentType="text/plain; charset=utf-8"
    )
    return key


def link(key):
    """A link to an object, which is valid for LINK_SECONDS."""
    params = {"Bucket": os.environ["TEST_DATA_BUCKET"], "Key": key}
    return _signer().generate_presigned_url("get_object", Params=params, ExpiresIn=LINK_SECONDS)
