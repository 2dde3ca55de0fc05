import { CloudfrontDistribution } from "@cdktf/provider-aws/lib/cloudfront-distribution";
import { CloudfrontOriginAccessControl } from "@cdktf/provider-aws/lib/cloudfront-origin-access-control";
import { CloudfrontResponseHeadersPolicy } from "@cdktf/provider-aws/lib/cloudfront-response-headers-policy";
import { CloudwatchLogDeliverySource } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery-source";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { SiteConfiguration } from "../../../../modules/aws/edge/site-configuration";
import { StaticSite, type StaticSiteProps } from "../../../../modules/aws/edge/static-site";
import { ObjectStore } from "../../../../modules/aws/stores/object-store";
import { type Synthesized, synthesized } from "../../../synthesized";
import { names } from "../fixtures";

const required = { names, name: "site", priceClass: "PriceClass_All", noncurrentDays: 90 } as const;

const make = (props: Partial<StaticSiteProps> = {}, values?: Record<string, string>) =>
  synthesized((scope) => {
    const accessLogs = new ObjectStore(scope, "logs", { names, name: "logs", logDelivery: ["s3", "cloudfront"] });
    const site = new StaticSite(scope, "site", { ...required, accessLogs, ...props });
    if (values) new SiteConfiguration(scope, "configuration", { site, values });
  });
const distribution = (props: Partial<StaticSiteProps> = {}) => make(props).one(CloudfrontDistribution);

const managedSecurityHeaders = "67f7725c-6f97-4210-82d7-5512b31e9d03";

describe("StaticSite", () => {
  test("the bucket is read by its own distribution alone, and only below the web root", () => {
    const stack = make();
    const allowed = stack.statements("site_files").filter(({ effect }) => effect !== "Deny");
    const reader = {
      principals: [{ type: "Service", identifiers: ["cloudfront.amazonaws.com"] }],
      condition: [
        {
          test: "StringEquals",
          variable: "aws:SourceArn",
          values: [expect.stringMatching(/^\$\{aws_cloudfront_distribution\.site_distribution_\w+\.arn\}$/)],
        },
      ],
    };
    expect(allowed).toEqual([
      {
        ...reader,
        sid: "ServeWebRoot",
        actions: ["s3:GetObject"],
        resources: [expect.stringMatching(/site_files_bucket_\w+\.arn\}\/public\/\*$/)],
      },
      {
        ...reader,
        sid: "SeeWhatIsMissing",
        actions: ["s3:ListBucket"],
        resources: [expect.stringMatching(/\.arn\}$/)],
      },
    ]);
    expect(stack).toHaveResourceWithProperties(CloudfrontOriginAccessControl, {
      origin_access_control_origin_type: "s3",
      signing_behavior: "always",
      signing_protocol: "sigv4",
    });
    expect(distribution().origin).toEqual([
      expect.objectContaining({
        domain_name: expect.stringContaining("bucket_regional_domain_name"),
        origin_path: "/public",
        origin_access_control_id: expect.stringContaining("aws_cloudfront_origin_access_control.site_access"),
      }),
    ]);
  });

  test("pages come over HTTPS, compressed, from CloudFront's copies, with security headers (document 000)", () => {
    expect(distribution()).toMatchObject({
      enabled: true,
      default_root_object: "index.html",
      price_class: "PriceClass_All",
      default_cache_behavior: {
        viewer_protocol_policy: "redirect-to-https",
        allowed_methods: ["GET", "HEAD", "OPTIONS"],
        cache_policy_id: "658327ea-f89d-4fab-a63d-7e88639e58f6",
        response_headers_policy_id: managedSecurityHeaders,
        compress: true,
      },
    });
    // Query strings reach S3 through an origin request policy only, and with them a listing.
    expect(distribution().default_cache_behavior).not.toHaveProperty("origin_request_policy_id");
  });

  test("an unknown path is answered by the application, a refused request stays refused", () => {
    expect(distribution().custom_error_response).toEqual([
      expect.objectContaining({ error_code: 404, response_code: 200, response_page_path: "/index.html" }),
    ]);
  });

  test("an own content security policy keeps all other security headers", () => {
    const stack = make({ contentSecurityPolicy: "default-src 'self'" });
    expect(stack).toHaveResourceWithProperties(CloudfrontResponseHeadersPolicy, {
      security_headers_config: {
        content_security_policy: { content_security_policy: "default-src 'self'", override: true },
        content_type_options: { override: true },
        frame_options: { frame_option: "SAMEORIGIN", override: false },
        referrer_policy: { referrer_policy: "strict-origin-when-cross-origin", override: false },
        strict_transport_security: { access_control_max_age_sec: 31_536_000, override: false },
        xss_protection: { protection: true, mode_block: true, override: false },
      },
    });
    expect(stack.one(CloudfrontDistribution).default_cache_behavior.response_headers_policy_id).toContain(
      "aws_cloudfront_response_headers_policy.site_headers",
    );
    expect(make()).not.toHaveResource(CloudfrontResponseHeadersPolicy);
  });

  test("it has CloudFront's name, or its own over TLS 1.2 or newer", () => {
    expect(distribution()).toMatchObject({ viewer_certificate: { cloudfront_default_certificate: true } });
    expect(distribution()).not.toHaveProperty("aliases");
    const domain = { domainName: "app.example.com", certificateArn: "arn:certificate" };
    expect(distribution({ domain, webAclArn: "arn:acl", priceClass: "PriceClass_100" })).toMatchObject({
      aliases: ["app.example.com"],
      web_acl_id: "arn:acl",
      price_class: "PriceClass_100",
      viewer_certificate: { acm_certificate_arn: "arn:certificate", minimum_protocol_version: "TLSv1.2_2021" },
    });
    synthesized((scope) => {
      const accessLogs = new ObjectStore(scope, "logs", { names, name: "logs" });
      const { url } = new StaticSite(scope, "own", { ...required, accessLogs, domain });
      expect(url).toBe("https://app.example.com");
    });
  });

  test("what a release replaces is kept for the given days, and the site itself while it holds files unless it is destroyable", () => {
    const [kept, changed] = [make(), make({ noncurrentDays: 7, destroyable: true })];
    const days = (stack: Synthesized) =>
      stack
        .all(S3BucketLifecycleConfiguration)
        .filter(({ bucket }) => bucket.includes("site_files"))
        .map(({ rule }) => rule[0].noncurrent_version_expiration[0].noncurrent_days);
    expect([days(kept), days(changed)]).toEqual([[90], [7]]);
    const bucket = "test-execution-prod-site-111111111111";
    expect(kept).toHaveResourceWithProperties(S3Bucket, { bucket, force_destroy: false });
    expect(changed).toHaveResourceWithProperties(S3Bucket, { bucket, force_destroy: true });
  });

  test("requests to the distribution and to the bucket are recorded, CloudFront's through us-east-1", () => {
    const stack = synthesized((scope) => {
      const accessLogs = new ObjectStore(scope, "logs", { names, name: "logs", logDelivery: ["s3", "cloudfront"] });
      const provider = new AwsProvider(scope, "home", { region: "us-east-1", alias: "home" });
      new StaticSite(scope, "site", { ...required, accessLogs, provider });
    });
    expect(stack).toHaveResourceWithProperties(CloudwatchLogDeliverySource, {
      provider: "aws.home",
      name: "test-execution-prod-site",
      resource_arn: expect.stringContaining("aws_cloudfront_distribution.site"),
    });
    expect(stack.all(S3BucketLoggingA)).toEqual([expect.objectContaining({ target_prefix: "s3/site/" })]);
  });
});

describe("SiteConfiguration", () => {
  test("the environment's values are one file of the site, which browsers check for changes at every use", () => {
    expect(make({}, { apiUrl: "https://api.example.com" })).toHaveResourceWithProperties(S3Object, {
      key: "public/config.json",
      content: expect.stringContaining('"apiUrl" = "https://api.example.com"'),
      content_type: "application/json",
      cache_control: "no-cache",
      override_provider: { default_tags: { tags: {} } },
    });
  });
});
