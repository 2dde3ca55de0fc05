import { CloudfrontDistribution } from "@cdktf/provider-aws/lib/cloudfront-distribution";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../names";
import type { ObjectStore } from "../stores/object-store";
import { customDomainCertificate, managedPolicies, type PriceClass, recordRequests } from "./distribution-parts";

export interface ContentDeliveryProps {
  readonly names: Names;
  /** The names under which clients reach it. CloudFront admits a name in one distribution only. */
  readonly domainNames: readonly string[];
  /** A certificate of us-east-1 for `domainNames`. */
  readonly certificateArn: string;
  /** A name of the load balancer, for which the load balancer has a certificate. */
  readonly originDomain: string;
  /** Where each request is recorded, below `AWSLogs/`; that store needs `logDelivery: ["cloudfront"]`. */
  readonly accessLogs: ObjectStore;
  /** A web ACL of us-east-1 with the scope CLOUDFRONT. @default - none */
  readonly webAclArn?: string;
  /** The edge locations that CloudFront uses, and so its price. */
  readonly priceClass: PriceClass;
  /** AWS provider of us-east-1, where CloudFront's logs are set up. @default - the stack's, if us-east-1 is its region */
  readonly provider?: TerraformProvider;
}

/**
 * CloudFront in front of a load balancer (document 002): HTTPS only, security headers on every response, each request
 * recorded. It caches what is below `/static/` and nothing else.
 */
export class ContentDelivery extends Construct {
  /** CloudFront's name of the distribution: the target of the aliases of `domainNames`, together with `zoneId`. */
  readonly dnsName: string;
  readonly zoneId: string;

  constructor(scope: Construct, id: string, props: ContentDeliveryProps) {
    super(scope, id);
    const { names, provider } = props;

    const origin = "load-balancer";
    const everyRequest = {
      targetOriginId: origin,
      viewerProtocolPolicy: "redirect-to-https",
      responseHeadersPolicyId: managedPolicies.securityHeaders,
      cachedMethods: ["GET", "HEAD"],
      compress: true,
    };
    const distribution = new CloudfrontDistribution(this, "distribution", {
      comment: names.of("distribution"),
      enabled: true,
      aliases: [...props.domainNames],
      isIpv6Enabled: true,
      httpVersion: "http2and3",
      priceClass: props.priceClass,
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
            // Seconds; the default idle timeout of a load balancer. A longer time needs a higher quota.
            originReadTimeout: 60,
          },
        },
      ],
      defaultCacheBehavior: {
        ...everyRequest,
        allowedMethods: ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
        cachePolicyId: managedPolicies.cachingDisabled,
        originRequestPolicyId: managedPolicies.allViewer,
      },
      orderedCacheBehavior: [
        {
          ...everyRequest,
          pathPattern: "/static/*",
          allowedMethods: ["GET", "HEAD", "OPTIONS"],
          cachePolicyId: managedPolicies.cachingOptimized,
        },
      ],
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate: customDomainCertificate(props.certificateArn),
    });

    recordRequests(this, {
      names,
      name: "cdn",
      distributionArn: distribution.arn,
      accessLogs: props.accessLogs,
      provider,
    });

    this.dnsName = distribution.domainName;
    this.zoneId = distribution.hostedZoneId;
  }
}
