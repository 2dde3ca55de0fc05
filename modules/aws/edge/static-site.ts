import { CloudfrontDistribution } from "@cdktf/provider-aws/lib/cloudfront-distribution";
import { CloudfrontOriginAccessControl } from "@cdktf/provider-aws/lib/cloudfront-origin-access-control";
import { Lazy, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { Names } from "../../names";
import type { Statement } from "../access/policy";
import { ObjectStore } from "../stores/object-store";
import { customDomainCertificate, managedPolicies, type PriceClass, recordRequests } from "./distribution-parts";
import { securityHeaders } from "./security-headers";
import { webRoot } from "./static-site-layout";

export interface StaticSiteProps {
  readonly names: Names;
  /** The last part of the name of every resource. */
  readonly name: string;
  /** Where each request is recorded; that store needs `logDelivery: ["s3", "cloudfront"]`. */
  readonly accessLogs: ObjectStore;
  /** A custom domain with its certificate in us-east-1. CloudFront admits a name in one distribution only. @default - none */
  readonly domain?: { readonly domainName: string; readonly certificateArn: string };
  /** A web ACL of us-east-1 with the scope CLOUDFRONT. @default - none */
  readonly webAclArn?: string;
  /** The edge locations that CloudFront uses, and so its price. */
  readonly priceClass: PriceClass;
  /** The Content-Security-Policy of every response: what pages may load and run. @default - none: pages may load anything */
  readonly contentSecurityPolicy?: string;
  /** Days that a file which a release replaced or removed can be restored. */
  readonly noncurrentDays: number;
  /** Whether the site may be destroyed with all its versions. @default false */
  readonly destroyable?: boolean;
  /** AWS provider of us-east-1, where CloudFront's logs are set up. @default - the stack's, if us-east-1 is its region */
  readonly provider?: TerraformProvider;
}

/**
 * A website of static files on CloudFront (documents 000 and 001): over HTTPS, with security headers, each request recorded. An
 * unknown path is answered with `/index.html`. The files are in a private, versioned bucket that only the distribution reads,
 * and only below `public/`; `npm run publish-site` fills it.
 */
export class StaticSite extends Construct {
  readonly bucketName: string;
  readonly bucketArn: string;
  readonly distributionId: string;
  readonly distributionArn: string;
  /** CloudFront's name of the distribution: the target of an alias, together with `zoneId`. */
  readonly domainName: string;
  readonly zoneId: string;
  /** Where clients reach it, without a slash at the end. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: StaticSiteProps) {
    super(scope, id);
    const { names, name, domain, contentSecurityPolicy: policy, provider } = props;

    // The distribution reads the bucket, whose policy names the distribution.
    const distributionArn = Lazy.stringValue({ produce: () => distribution.arn });
    const store = new ObjectStore(this, "files", {
      names,
      name,
      accessLogs: props.accessLogs,
      destroyable: props.destroyable,
      lifecycle: { noncurrentDays: props.noncurrentDays },
      statements: (bucketArn) => readStatements(bucketArn, distributionArn),
    });
    const access = new CloudfrontOriginAccessControl(this, "access", {
      name: names.of("distribution_access", name),
      description: `Reads ${names.of("s3_bucket", name)}`,
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    });
    const distribution = new CloudfrontDistribution(this, "distribution", {
      comment: names.of("distribution", name),
      enabled: true,
      aliases: domain && [domain.domainName],
      isIpv6Enabled: true,
      httpVersion: "http2and3",
      priceClass: props.priceClass,
      webAclId: props.webAclArn,
      defaultRootObject: "index.html",
      origin: [
        {
          originId: "files",
          domainName: store.domainName,
          originPath: `/${webRoot}`,
          originAccessControlId: access.id,
        },
      ],
      defaultCacheBehavior: {
        targetOriginId: "files",
        viewerProtocolPolicy: "redirect-to-https",
        allowedMethods: ["GET", "HEAD", "OPTIONS"],
        cachedMethods: ["GET", "HEAD"],
        compress: true,
        cachePolicyId: managedPolicies.cachingOptimized,
        responseHeadersPolicyId: policy
          ? securityHeaders(this, { names, name, policy })
          : managedPolicies.securityHeaders,
      },
      // Not for 403, which is also the firewall's answer.
      customErrorResponse: [
        { errorCode: 404, responseCode: 200, responsePagePath: "/index.html", errorCachingMinTtl: 10 },
      ],
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate: domain
        ? customDomainCertificate(domain.certificateArn)
        : { cloudfrontDefaultCertificate: true },
    });
    recordRequests(this, {
      names,
      name,
      distributionArn: distribution.arn,
      accessLogs: props.accessLogs,
      provider,
    });

    this.bucketName = store.bucketName;
    this.bucketArn = store.bucketArn;
    this.distributionId = distribution.id;
    this.distributionArn = distribution.arn;
    this.domainName = distribution.domainName;
    this.zoneId = distribution.hostedZoneId;
    this.url = `https://${domain?.domainName ?? distribution.domainName}`;
  }
}

function readStatements(bucketArn: string, distributionArn: string): Statement[] {
  const reader = {
    principals: [{ type: "Service" as const, identifiers: ["cloudfront.amazonaws.com"] }],
    conditions: [{ test: "StringEquals", variable: "aws:SourceArn", values: [distributionArn] }],
  };
  return [
    { ...reader, sid: "ServeWebRoot", actions: ["s3:GetObject"], resources: [`${bucketArn}/${webRoot}/*`] },
    // Without this S3 answers 403 for a missing file. Clients cannot list: CloudFront does not pass queries on.
    { ...reader, sid: "SeeWhatIsMissing", actions: ["s3:ListBucket"], resources: [bucketArn] },
  ];
}
