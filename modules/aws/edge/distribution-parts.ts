import { CloudwatchLogDelivery } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery";
import { CloudwatchLogDeliveryDestination } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery-destination";
import { CloudwatchLogDeliverySource } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery-source";
import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import type { Names } from "../../names";
import type { ObjectStore } from "../stores/object-store";

/** CloudFront's managed policies; each has the same id in every account (CloudFront developer guide). */
export const managedPolicies = {
  cachingDisabled: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  cachingOptimized: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  allViewer: "216adef6-5c7f-47e4-b989-5492eafa07d3",
  securityHeaders: "67f7725c-6f97-4210-82d7-5512b31e9d03",
};

/** The edge locations that CloudFront uses: 100 are the cheapest regions, All is the whole world. */
export type PriceClass = "PriceClass_100" | "PriceClass_200" | "PriceClass_All";

/** The certificate of a distribution with a custom domain, over TLS 1.2 or newer. */
export function customDomainCertificate(certificateArn: string) {
  return {
    acmCertificateArn: certificateArn,
    sslSupportMethod: "sni-only",
    minimumProtocolVersion: "TLSv1.2_2021",
  };
}

/** Where a distribution records its requests. */
export interface AccessLogProps {
  readonly names: Names;
  /** The last part of the delivery's name. */
  readonly name: string;
  /** The distribution whose requests are recorded. */
  readonly distributionArn: string;
  /** That store needs `logDelivery: ["cloudfront"]`. */
  readonly accessLogs: ObjectStore;
  /** AWS provider of us-east-1, where CloudFront's logs are set up. @default - the stack's, if us-east-1 is its region */
  readonly provider?: TerraformProvider;
}

/**
 * Records each request to a distribution, below `AWSLogs/` of the store, through CloudWatch Logs. CloudFront's older logging
 * writes with ACLs, which our buckets refuse.
 */
export function recordRequests(scope: Construct, props: AccessLogProps): void {
  const { names, provider } = props;
  const name = names.of("log_delivery", props.name);
  const source = new CloudwatchLogDeliverySource(scope, "log-source", {
    provider,
    name,
    logType: "ACCESS_LOGS",
    resourceArn: props.distributionArn,
  });
  const destination = new CloudwatchLogDeliveryDestination(scope, "log-destination", {
    provider,
    name,
    outputFormat: "json",
    deliveryDestinationConfiguration: [
      // `bucketName` is known only once the bucket's policy admits the writer.
      { destinationResourceArn: names.arn("s3", props.accessLogs.bucketName) },
    ],
  });
  new CloudwatchLogDelivery(scope, "log-delivery", {
    provider,
    deliverySourceName: source.name,
    deliveryDestinationArn: destination.arn,
  });
}
