"""CloudFront: access to a bucket by its policy, and headers that were not requested.

- A distribution's read of an S3 origin counts as plain HTTP, so that a bucket which demands TLS refuses every page.
  CloudFront reads S3 by the protocol of its viewer, and viewers are redirected to HTTPS.
- A missing object is answered with 403 even if the policy grants s3:ListBucket; S3 answers with 404 then.
- A response headers policy lists no custom and no removed headers as two empty blocks; Terraform plans to remove them,
  in every plan. AWS leaves out blocks that were not sent.
"""

from ministack.core.iam_evaluator import EvalContext, evaluate_resource_policy
from ministack.core.responses import get_account_id, get_region
from ministack.services import cloudfront, s3

from patching import replaces


def allows(owner, bucket_name, action, resource, source_arn):
    """Whether a bucket's policy lets a distribution with origin access control do this."""
    policy = s3._bucket_policies.get_scoped(owner, None, bucket_name)
    if not policy or not source_arn:
        return False
    request = EvalContext(
        principal_arn="*",
        principal_type="Service",
        principal_account="",
        action=action,
        resource_arn=resource,
        region=get_region(),
        secure_transport=True,
        service_context={"aws:sourcearn": source_arn},
    )
    return evaluate_resource_policy(policy, request, service="cloudfront.amazonaws.com").decision == "Allow"


@replaces(s3, "_cloudfront_origin_allows")
def allows_over_tls(original, owner, bucket_name, key, source_arn, oai_id):
    return original(owner, bucket_name, key, source_arn, oai_id) or allows(
        owner, bucket_name, "s3:GetObject", f"arn:aws:s3:::{bucket_name}/{key}", source_arn
    )


@replaces(s3, "serve_cloudfront_origin_fetch")
def fetch_or_miss(original, bucket_name, key, method, headers, source_arn="", oai_id=""):
    bucket = s3._ensure_bucket(bucket_name)
    if bucket is not None and key not in bucket["objects"]:
        owner = s3._bucket_owner_account(bucket_name) or get_account_id()
        if allows(owner, bucket_name, "s3:ListBucket", f"arn:aws:s3:::{bucket_name}", source_arn):
            return s3._error("NoSuchKey", "The specified key does not exist.", 404, f"/{bucket_name}/{key}")
    return original(bucket_name, key, method, headers, source_arn, oai_id)


@replaces(cloudfront, "_build_rhp_config_xml")
def without_empty_blocks(original, parent, cfg):
    original(parent, cfg)
    for element in list(parent):
        if element.tag in ("CustomHeadersConfig", "RemoveHeadersConfig") and element.find("Items") is None:
            parent.remove(element)
