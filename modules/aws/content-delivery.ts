import { CloudfrontDistribution } from "@cdktf/provider-aws/lib/cloudfront-distribution";
import { CloudwatchLogDelivery } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery";
import { CloudwatchLogDeliveryDestination } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery-destination";
import { CloudwatchLogDeliverySource } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery-source";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../names";
import type { ObjectStore } from "./object-store";

export interface ContentDeliveryProps {
  readonly names: Names;
  /** What clients call it. CloudFront admits a name in one distribution only. */
  readonly domainNames: readonly string[];
  /** A certificate of us-east-1 for `domainNames`. */
  readonly certificateArn: string;
  /** Name of the load balancer, for which it has a certificate. */
  readonly originDomain: string;
  /** Where each request is recorded, below `AWSLogs/`; that store needs `logDelivery: ["cloudfront"]`. */
  readonly accessLogs: ObjectStore;
  /** A web ACL of us-east-1 with the scope CLOUDFRONT. @default - none */
  readonly webAclArn?: string;
  /** How far away from clients copies are held; the price follows. @default "PriceClass_All" */
  readonly priceClass?: "PriceClass_100" | "PriceClass_200" | "PriceClass_All";
  /** AWS provider of us-east-1, where CloudFront's logs are set up. @default - the stack's, if us-east-1 is its region */
  readonly provider?: TerraformProvider;
}

/** CloudFront's managed policies; each has the same id in every account (CloudFront developer guide). */
const policies = {
  cachingDisabled: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  cachingOptimized: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  allViewer: "216adef6-5c7f-47e4-b989-5492eafa07d3",
  securityHeaders: "67f7725c-6f97-4210-82d7-5512b31e9d03",
};

/**
 * CloudFront before a load balancer (seed 002): HTTPS only, nothing kept of the application's answers but what is below
 * `/static/`, security headers on every response, each request recorded.
 */
export class ContentDelivery extends Construct {
  /** Target of the aliases of `domainNames`, with its zone. */
  readonly dnsName: string;
  readonly zoneId: string;

  constructor(scope: Construct, id: string, props: ContentDeliveryProps) {
    super(scope, id);
    const { names, provider } = props;

    const origin = "load-balancer";
    const everyRequest = {
      targetOriginId: origin,
      viewerProtocolPolicy: "redirect-to-https",
      responseHeadersPolicyId: policies.securityHeaders,
      cachedMethods: ["GET", "HEAD"],
      compress: true,
    };
    const distribution = new CloudfrontDistribution(this, "distribution", {
      comment: names.prefix,
      enabled: true,
      aliases: [...props.domainNames],
      isIpv6Enabled: true,
      httpVersion: "http2and3",
      priceClass: props.priceClass ?? "PriceClass_All",
      webAclId: props.webAclArn,
      origin: [
        {
          originId: origin,
          domainName: props.originDomain,
          customOriginConfig: {
            httpPort: 80,
            httpsPort: 443,
            originProtocolPolicy: "https-only",
            originSslProtocols: ["TLSv1.2"],
            // As long as a load balancer waits by default; more is a quota to ask for.
            originReadTimeout: 60,
          },
        },
      ],
      defaultCacheBehavior: {
        ...everyRequest,
        allowedMethods: ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
        cachePolicyId: policies.cachingDisabled,
        originRequestPolicyId: policies.allViewer,
      },
      orderedCacheBehavior: [
        {
          ...everyRequest,
          pathPattern: "/static/*",
          allowedMethods: ["GET", "HEAD", "OPTIONS"],
          cachePolicyId: policies.cachingOptimized,
        },
      ],
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate: {
        acmCertificateArn: props.certificateArn,
        sslSupportMethod: "sni-only",
        minimumProtocolVersion: "TLSv1.2_2021",
      },
    });

    // CloudFront's older logging writes with ACLs, which our buckets refuse; this one goes through CloudWatch Logs.
    const name = names.of("generic", "cdn");
    const source = new CloudwatchLogDeliverySource(this, "log-source", {
      provider,
      name,
      logType: "ACCESS_LOGS",
      resourceArn: distribution.arn,
    });
    const destination = new CloudwatchLogDeliveryDestination(this, "log-destination", {
      provider,
      name,
      outputFormat: "json",
      deliveryDestinationConfiguration: [
        // By the name, which is known only once the bucket admits the writer.
        { destinationResourceArn: names.arn("s3", props.accessLogs.bucketName) },
      ],
    });
    new CloudwatchLogDelivery(this, "log-delivery", {
      provider,
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.arn,
    });

    this.dnsName = distribution.domainName;
    this.zoneId = distribution.hostedZoneId;
  }
}
