"""S3: bucket configurations returned as they were put, and versioned buckets that can be emptied.

- Lifecycle: sizes, number of kept versions and an empty filter are lost; Terraform waits for them until it gives up.
- Replication: delete markers are always "Disabled", source selection criteria and filter are lost: second plan
  changes them.
- Notification: EventBridge is kept, but not returned: second plan adds it.
- DeleteObjects on a version that is a delete marker is a 500: force_destroy fails.
- PutBucketLogging is a 500 when a statement of the target's policy has the principal "*".
"""

import json

from moto.s3.models import FakeBucket, FakeDeleteMarker
from moto.s3.responses import S3Response

from patching import replaces

# Named as in the query string. S3 answers a GET of these with the document that was PUT.
CONFIGURATIONS = ("lifecycle", "notification", "replication")
LIFECYCLE_HEADERS = {"x-amz-transition-default-minimum-object-size": "all_storage_classes_128K"}


def documents(response, bucket_name):
    """The documents that were put on one bucket. They are stored in the bucket object, and removed with it."""
    return response.backend.get_bucket(bucket_name).__dict__.setdefault("patched_documents", {})


def configuration(querystring):
    return next((kind for kind in CONFIGURATIONS if kind in querystring), None)


@replaces(S3Response, "_bucket_response_put")
def put(original, self, request, bucket_name, querystring):
    answer = original(self, request, bucket_name, querystring)
    kind = configuration(querystring)
    if kind:
        documents(self, bucket_name)[kind] = self.body
    return answer


@replaces(S3Response, "_bucket_response_get")
def get(original, self, bucket_name, querystring):
    kind = configuration(querystring)
    document = kind and documents(self, bucket_name).get(kind)
    if document:
        return 200, LIFECYCLE_HEADERS if kind == "lifecycle" else {}, document
    return original(self, bucket_name, querystring)


@replaces(S3Response, "_bucket_response_delete")
def delete(original, self, bucket_name, querystring):
    kind = configuration(querystring)
    if kind:
        documents(self, bucket_name).pop(kind, None)
    return original(self, bucket_name, querystring)


FakeDeleteMarker.dispose = lambda marker: None


@replaces(FakeBucket, "_log_permissions_enabled_policy")
def may_write_logs(_original, target_bucket, target_prefix):
    """Whether any statement of the target's policy allows the logging service to write."""
    for statement in json.loads(target_bucket.policy or b"{}").get("Statement", []):
        principal = statement["Principal"]
        services = principal.get("Service", []) if isinstance(principal, dict) else []
        if statement["Effect"] == "Allow" and "logging.s3.amazonaws.com" in services:
            return True
    return False
