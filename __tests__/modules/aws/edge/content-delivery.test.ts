import { CloudfrontDistribution } from "@cdktf/provider-aws/lib/cloudfront-distribution";
import { CloudwatchLogDelivery } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery";
import { CloudwatchLogDeliveryDestination } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery-destination";
import { CloudwatchLogDeliverySource } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery-source";
import { DataAwsIamPolicyDocument } from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { ContentDelivery, type ContentDeliveryProps } from "../../../../modules/aws/edge/content-delivery";
import { ObjectStore } from "../../../../modules/aws/stores/object-store";
import { Names } from "../../../../modules/names";
import { synthesized } from "../../../synthesized";

const names = new Names({
  name: "test-execution",
  environment: "prod",
  accountId: "111111111111",
  region: "eu-west-1",
});

const make = (props: Partial<ContentDeliveryProps> = {}) =>
  synthesized((scope) => {
    new ContentDelivery(scope, "cdn", {
      names,
      domainNames: ["app.example.com"],
      certificateArn: "arn:certificate",
      originDomain: "origin.app.example.com",
      priceClass: "PriceClass_All",
      accessLogs: new ObjectStore(scope, "logs", { names, name: "logs", logDelivery: ["cloudfront"] }),
      provider: new AwsProvider(scope, "home", { region: "us-east-1", alias: "home" }),
      ...props,
    });
  });

const distribution = (props: Partial<ContentDeliveryProps> = {}) => make(props).one(CloudfrontDistribution);

const managed = {
  cachingDisabled: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  cachingOptimized: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  allViewer: "216adef6-5c7f-47e4-b989-5492eafa07d3",
  securityHeaders: "67f7725c-6f97-4210-82d7-5512b31e9d03",
};

describe("ContentDelivery", () => {
  test("the application's answers are never kept, and it sees the request as the client sent it", () => {
    expect(distribution().default_cache_behavior).toMatchObject({
      cache_policy_id: managed.cachingDisabled,
      origin_request_policy_id: managed.allViewer,
      allowed_methods: expect.arrayContaining(["DELETE", "PATCH", "POST", "PUT"]),
    });
  });

  test("what is static is kept, without cookies or queries", () => {
    const [behavior, ...others] = distribution().ordered_cache_behavior;
    expect(behavior).toMatchObject({
      path_pattern: "/static/*",
      cache_policy_id: managed.cachingOptimized,
      allowed_methods: ["GET", "HEAD", "OPTIONS"],
    });
    expect(behavior).not.toHaveProperty("origin_request_policy_id");
    expect(others).toEqual([]);
  });

  test("clients and origin are spoken to over TLS 1.2 or newer only, and every response has security headers", () => {
    const { viewer_certificate, origin, default_cache_behavior, ordered_cache_behavior } = distribution();
    expect(viewer_certificate).toMatchObject({
      acm_certificate_arn: "arn:certificate",
      ssl_support_method: "sni-only",
      minimum_protocol_version: "TLSv1.2_2021",
    });
    expect(origin[0]).toMatchObject({
      domain_name: "origin.app.example.com",
      custom_origin_config: { origin_protocol_policy: "https-only", origin_ssl_protocols: ["TLSv1.2"] },
    });
    for (const behavior of [default_cache_behavior, ...ordered_cache_behavior]) {
      expect(behavior).toMatchObject({
        viewer_protocol_policy: "redirect-to-https",
        response_headers_policy_id: managed.securityHeaders,
      });
    }
  });

  test("names, web ACL and price class are the caller's", () => {
    expect(distribution({ webAclArn: "arn:acl", priceClass: "PriceClass_100" })).toMatchObject({
      aliases: ["app.example.com"],
      web_acl_id: "arn:acl",
      price_class: "PriceClass_100",
    });
  });

  test("requests are recorded in the bucket, through us-east-1, once the bucket admits the writer", () => {
    const made = make();
    const provider = "aws.home";
    expect(made).toHaveResourceWithProperties(CloudwatchLogDeliverySource, {
      provider,
      log_type: "ACCESS_LOGS",
      resource_arn: expect.stringContaining("aws_cloudfront_distribution."),
    });
    expect(made).toHaveResourceWithProperties(CloudwatchLogDeliveryDestination, {
      provider,
      delivery_destination_configuration: [
        { destination_resource_arn: expect.stringMatching(/^arn:aws:s3:::\$\{aws_s3_bucket_policy\.logs/) },
      ],
    });
    expect(made).toHaveResourceWithProperties(CloudwatchLogDelivery, { provider });
    expect(made).toHaveDataSourceWithProperties(DataAwsIamPolicyDocument, {
      statement: expect.arrayContaining([
        expect.objectContaining({
          sid: "CloudFrontLogs",
          resources: [expect.stringMatching(/\/AWSLogs\/111111111111\/CloudFront\/\*$/)],
          condition: expect.arrayContaining([
            expect.objectContaining({ values: ["arn:aws:logs:us-east-1:111111111111:delivery-source:*"] }),
          ]),
        }),
      ]),
    });
  });
});
