import type { Names } from "../../names";
import type { Statement } from "../access/policy";

/** A service that writes logs into a bucket: application load balancers, S3 (access logs of buckets), CloudTrail or CloudFront. */
export type LogWriter = "load-balancer" | "s3" | "cloudtrail" | "cloudfront";

const cloudTrail = "cloudtrail.amazonaws.com";

/** The statements of a bucket's policy: TLS only, no other encryption than under its key, and the log writers it admits. */
export function bucketStatements(
  names: Names,
  bucketArn: string,
  logWriters: readonly LogWriter[],
  keyArn?: string,
): Statement[] {
  const everyone = [{ type: "AWS" as const, identifiers: ["*"] }];
  const tlsOnly: Statement = {
    sid: "TlsOnly",
    effect: "Deny",
    actions: ["s3:*"],
    resources: [bucketArn, `${bucketArn}/*`],
    principals: everyone,
    conditions: [{ test: "Bool", variable: "aws:SecureTransport", values: ["false"] }],
  };
  const header = "s3:x-amz-server-side-encryption";
  const kmsOnly: Statement = {
    sid: "KmsOnly",
    effect: "Deny",
    actions: ["s3:PutObject"],
    resources: [`${bucketArn}/*`],
    principals: everyone,
    // A request that names no encryption gets the bucket's default, which is the key.
    conditions: [
      { test: "Null", variable: header, values: ["false"] },
      { test: "StringNotEquals", variable: header, values: ["aws:kms"] },
      // CloudTrail's digests, which prove that no record was changed, are under keys of S3.
      ...(logWriters.includes("cloudtrail")
        ? [{ test: "StringNotEqualsIfExists", variable: "aws:PrincipalServiceName", values: [cloudTrail] }]
        : []),
    ],
  };
  return [
    tlsOnly,
    ...(keyArn ? [kmsOnly] : []),
    ...logWriters.flatMap((writer) => logStatements[writer](names, bucketArn)),
  ];
}

const logStatements: Record<LogWriter, (names: Names, bucketArn: string) => Statement[]> = {
  // Elastic Load Balancing sends no source account, but writes below a prefix that ends with the account's id.
  "load-balancer": (names, bucketArn) => [
    {
      sid: "LoadBalancerLogs",
      actions: ["s3:PutObject"],
      resources: [`${bucketArn}/*/AWSLogs/${names.accountId}/*`],
      principals: [{ type: "Service", identifiers: ["logdelivery.elasticloadbalancing.amazonaws.com"] }],
    },
  ],
  s3: (names, bucketArn) => [
    {
      sid: "S3AccessLogs",
      actions: ["s3:PutObject"],
      resources: [`${bucketArn}/*`],
      principals: [{ type: "Service", identifiers: ["logging.s3.amazonaws.com"] }],
      conditions: [{ test: "StringEquals", variable: "aws:SourceAccount", values: [names.accountId] }],
    },
  ],
  cloudtrail: (names, bucketArn) => {
    const principals = [{ type: "Service" as const, identifiers: [cloudTrail] }];
    const ownTrail = { test: "ArnLike", variable: "aws:SourceArn", values: [names.arn("cloudtrail", "trail/*")] };
    return [
      {
        sid: "CloudTrailAclCheck",
        actions: ["s3:GetBucketAcl"],
        resources: [bucketArn],
        principals,
        conditions: [ownTrail],
      },
      {
        sid: "CloudTrailLogs",
        actions: ["s3:PutObject"],
        resources: [`${bucketArn}/*AWSLogs/${names.accountId}/*`],
        principals,
        conditions: [
          ownTrail,
          { test: "StringEquals", variable: "s3:x-amz-acl", values: ["bucket-owner-full-control"] },
        ],
      },
    ];
  },
  // CloudWatch Logs delivers them. CloudFront's sources are in us-east-1, also for a bucket in another region.
  cloudfront: ({ accountId }, bucketArn) => [
    {
      sid: "CloudFrontLogs",
      actions: ["s3:PutObject"],
      resources: [`${bucketArn}/AWSLogs/${accountId}/CloudFront/*`],
      principals: [{ type: "Service", identifiers: ["delivery.logs.amazonaws.com"] }],
      conditions: [
        { test: "StringEquals", variable: "s3:x-amz-acl", values: ["bucket-owner-full-control"] },
        { test: "StringEquals", variable: "aws:SourceAccount", values: [accountId] },
        {
          test: "ArnLike",
          variable: "aws:SourceArn",
          values: [`arn:aws:logs:us-east-1:${accountId}:delivery-source:*`],
        },
      ],
    },
  ],
};
