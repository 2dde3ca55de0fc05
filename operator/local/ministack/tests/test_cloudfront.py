import json
import urllib.error
import urllib.request

from tests import ENDPOINT, EmulatorTest, client

CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"


def distribution(access):
    return {
        "CallerReference": "site",
        "Comment": "",
        "Enabled": True,
        "Origins": {
            "Quantity": 1,
            "Items": [
                {
                    "Id": "files",
                    "DomainName": "site.s3.us-east-1.amazonaws.com",
                    "OriginPath": "/public",
                    "OriginAccessControlId": access,
                    "S3OriginConfig": {"OriginAccessIdentity": ""},
                }
            ],
        },
        "DefaultCacheBehavior": {
            "TargetOriginId": "files",
            "ViewerProtocolPolicy": "redirect-to-https",
            "CachePolicyId": CACHING_OPTIMIZED,
        },
    }


def statement(action, resource, arn):
    return {
        "Effect": "Allow",
        "Principal": {"Service": "cloudfront.amazonaws.com"},
        "Action": action,
        "Resource": f"arn:aws:s3:::{resource}",
        "Condition": {"StringEquals": {"aws:SourceArn": arn}},
    }


tls_only = {
    "Effect": "Deny",
    "Principal": "*",
    "Action": "s3:*",
    "Resource": ["arn:aws:s3:::site", "arn:aws:s3:::site/*"],
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}


class PrivateOrigin(EmulatorTest):
    def setUp(self):
        super().setUp()
        self.s3, self.cloudfront = client("s3"), client("cloudfront")
        self.s3.create_bucket(Bucket="site")
        for key in ("public/index.html", "releases/1.json"):
            self.s3.put_object(Bucket="site", Key=key, Body=key.encode())
        control = {
            "Name": "site",
            "OriginAccessControlOriginType": "s3",
            "SigningBehavior": "always",
            "SigningProtocol": "sigv4",
        }
        access = self.cloudfront.create_origin_access_control(OriginAccessControlConfig=control)
        made = self.cloudfront.create_distribution(
            DistributionConfig=distribution(access["OriginAccessControl"]["Id"])
        )["Distribution"]
        self.arn, self.host = made["ARN"], made["DomainName"]

    def allow(self, *statements):
        policy = {"Version": "2012-10-17", "Statement": [tls_only, *statements]}
        self.s3.put_bucket_policy(Bucket="site", Policy=json.dumps(policy))

    def ask(self, path):
        request = urllib.request.Request(ENDPOINT + path, headers={"Host": self.host, "X-Forwarded-Proto": "https"})
        try:
            with urllib.request.urlopen(request) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, None

    def test_a_distribution_reads_a_bucket_that_demands_tls(self):
        self.allow(statement("s3:GetObject", "site/public/*", self.arn))
        self.assertEqual(self.ask("/index.html"), (200, "public/index.html"))

    def test_another_distribution_does_not(self):
        self.allow(statement("s3:GetObject", "site/public/*", self.arn + "X"))
        self.assertEqual(self.ask("/index.html"), (403, None))

    def test_what_is_not_there_is_missing_to_who_may_list_and_refused_to_others(self):
        read = statement("s3:GetObject", "site/public/*", self.arn)
        self.allow(read)
        self.assertEqual(self.ask("/nothing"), (403, None))
        self.allow(read, statement("s3:ListBucket", "site", self.arn))
        self.assertEqual(self.ask("/nothing"), (404, None))

    def test_what_the_policy_leaves_out_stays_refused(self):
        self.s3.put_object(Bucket="site", Key="public/hidden.html", Body=b"")
        page = statement("s3:GetObject", "site/public/index.html", self.arn)
        self.allow(page, statement("s3:ListBucket", "site", self.arn))
        self.assertEqual(self.ask("/hidden.html"), (403, None))


class ResponseHeadersPolicy(EmulatorTest):
    def test_it_has_what_was_sent_and_nothing_else(self):
        cloudfront = client("cloudfront")
        sent = {"Name": "headers", "SecurityHeadersConfig": {"ContentTypeOptions": {"Override": True}}}
        made = cloudfront.create_response_headers_policy(ResponseHeadersPolicyConfig=sent)["ResponseHeadersPolicy"]
        policy = cloudfront.get_response_headers_policy(Id=made["Id"])["ResponseHeadersPolicy"]
        found = policy["ResponseHeadersPolicyConfig"]
        self.assertNotIn("CustomHeadersConfig", found)
        self.assertNotIn("RemoveHeadersConfig", found)
        self.assertEqual(found["SecurityHeadersConfig"], sent["SecurityHeadersConfig"])

    def test_custom_headers_stay(self):
        cloudfront = client("cloudfront")
        header = {"Header": "X-Site", "Value": "1", "Override": True}
        sent = {"Name": "headers", "CustomHeadersConfig": {"Quantity": 1, "Items": [header]}}
        made = cloudfront.create_response_headers_policy(ResponseHeadersPolicyConfig=sent)["ResponseHeadersPolicy"]
        self.assertEqual(made["ResponseHeadersPolicyConfig"]["CustomHeadersConfig"]["Items"], [header])
