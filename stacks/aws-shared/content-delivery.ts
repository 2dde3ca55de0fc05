import type { TerraformStack } from "cdktf";
import type * as z from "zod";
import { Certificate } from "../../modules/aws/edge/certificate";
import { ContentDelivery } from "../../modules/aws/edge/content-delivery";
import type { LoadBalancer } from "../../modules/aws/edge/load-balancer";
import { PublicAlias } from "../../modules/aws/edge/public-alias";
import type { PublicDomain } from "../../modules/aws/edge/public-domain";
import type { ObjectStore } from "../../modules/aws/stores/object-store";
import type { cdn } from "../../settings/schema/aws-shared/ingress";
import type { AwsContext } from "./context";
import { type AwsProviderSettings, useCloudFrontProvider } from "./provider";

type Settings = AwsProviderSettings & { readonly cdn: z.infer<typeof cdn> };

export interface ContentDeliveryInputs {
  readonly domain: PublicDomain;
  /** Further names that it answers for, in the zone of the domain. */
  readonly hosts: readonly string[];
  readonly loadBalancer: LoadBalancer;
  readonly accessLogs: ObjectStore;
}

/** The load balancer's own name, at which CloudFront reaches it over TLS. */
export function originName(domainName: string): string {
  return `origin.${domainName}`;
}

/** CloudFront for the domain, with the load balancer as its origin. */
export function addContentDelivery(
  stack: TerraformStack,
  settings: Settings,
  context: AwsContext,
  { domain, hosts, loadBalancer, accessLogs }: ContentDeliveryInputs,
): ContentDelivery {
  const { cdn } = settings;
  const { domainName, zoneId } = domain;
  const provider = useCloudFrontProvider(stack, settings, context);
  const ownCertificate = () =>
    provider
      ? new Certificate(stack, "cdn-certificate", {
          domainName,
          alternativeNames: hosts,
          zoneId,
          provider,
          validatedBy: domain.certificate,
        }).arn
      : domain.certificateArn;

  new PublicAlias(stack, "origin-address", { zoneId, name: originName(domainName), target: loadBalancer });
  return new ContentDelivery(stack, "cdn", {
    names: context.names,
    provider,
    accessLogs,
    domainNames: [domainName, ...hosts],
    originDomain: originName(domainName),
    certificateArn: cdn.certificate_arn ?? ownCertificate(),
    webAclArn: cdn.web_acl_arn,
    priceClass: cdn.price_class,
  });
}
