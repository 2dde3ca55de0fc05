import type { Body, Rule } from "./rule";

/** What holds for everything that CloudFront delivers. */

export const exposure: Rule[] = [
  {
    type: "aws_cloudfront_origin_access_control",
    must: "sign every request to its bucket",
    holds: ({ signing_behavior, signing_protocol }) => signing_behavior === "always" && signing_protocol === "sigv4",
  },
  {
    type: "aws_cloudfront_distribution",
    must: "read buckets through an access control",
    holds: ({ origin }) => origin.every((of: Body) => of.custom_origin_config || of.origin_access_control_id),
  },
  {
    type: "aws_s3_object",
    must: "hold no secret",
    holds: ({ content }) => !/secret|password|private_key/i.test(content),
  },
];

export const tls: Rule[] = [
  {
    type: "aws_cloudfront_distribution",
    must: "lead every viewer to HTTPS, with security headers",
    holds: ({ default_cache_behavior, ordered_cache_behavior = [] }) =>
      [default_cache_behavior, ...ordered_cache_behavior].every(
        (of: Body) => of.viewer_protocol_policy === "redirect-to-https" && of.response_headers_policy_id,
      ),
  },
  {
    type: "aws_cloudfront_distribution",
    must: "speak TLS 1.2 or newer under its own names",
    holds: ({ aliases, viewer_certificate: of }) =>
      aliases ? of.minimum_protocol_version === "TLSv1.2_2021" : of.cloudfront_default_certificate,
  },
];
