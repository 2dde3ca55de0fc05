import type { TerraformProvider, TerraformStack } from "cdktf";
import type * as z from "zod";
import { EncryptionKey } from "../../modules/aws/access/encryption-key";
import { Certificate } from "../../modules/aws/edge/certificate";
import { PublicAlias } from "../../modules/aws/edge/public-alias";
import { StaticSite } from "../../modules/aws/edge/static-site";
import { WebFirewall } from "../../modules/aws/edge/web-firewall";
import { ObjectStore } from "../../modules/aws/stores/object-store";
import { Names } from "../../modules/names";
import type { site } from "../../settings/schema/aws-shared/site";
import type { AwsContext } from "./context";
import { firewallRules } from "./firewall-rules";
import { type AwsProviderSettings, cloudFrontRegion, useCloudFrontProvider } from "./provider";

type Settings = AwsProviderSettings & { readonly site: z.infer<typeof site> };

export interface Site {
  readonly site: StaticSite;
  /** Takes the access logs of the stack's other buckets too. */
  readonly accessLogs: ObjectStore;
  /** Undefined where settings turn it off. */
  readonly firewall?: WebFirewall;
  /** By which `npm run publish-site` finds the site. */
  readonly outputs: Readonly<Record<"site_bucket" | "site_distribution_id" | "site_url", string>>;
}

/** A website with its name, firewall and access logs, in any region. */
export function addSite(stack: TerraformStack, settings: Settings, context: AwsContext): Site {
  const { names, destroyable } = context;
  const { site: of } = settings;

  const accessLogs = new ObjectStore(stack, "access-logs", {
    names,
    name: "access-logs",
    logDelivery: ["s3", "cloudfront"],
    destroyable,
    lifecycle: { expireDays: of.access_log_days },
  });
  const provider = useCloudFrontProvider(stack, settings, context);
  const firewall = of.web_firewall.enabled ? addFirewall(stack, settings, context, provider) : undefined;
  const site = new StaticSite(stack, "site", {
    names,
    name: "site",
    accessLogs,
    destroyable,
    provider,
    webAclArn: firewall?.arn,
    priceClass: of.price_class,
    contentSecurityPolicy: of.content_security_policy,
    noncurrentDays: of.noncurrent_days,
    domain: of.domain
      ? { domainName: of.domain, certificateArn: of.certificate_arn ?? addCertificate(stack, settings, provider) }
      : undefined,
  });
  if (of.domain && of.zone_id) {
    const target = { dnsName: site.domainName, zoneId: site.zoneId };
    new PublicAlias(stack, "site-address", { zoneId: of.zone_id, name: of.domain, target, ipv6: true });
  }
  return {
    site,
    accessLogs,
    firewall,
    outputs: { site_bucket: site.bucketName, site_distribution_id: site.distributionId, site_url: site.url },
  };
}

function addCertificate(stack: TerraformStack, { site: of }: Settings, provider?: TerraformProvider): string {
  const { domain, zone_id } = of;
  if (!domain || !zone_id) throw new Error("site: expected certificate_arn or a domain with a zone, found neither");
  return new Certificate(stack, "site-certificate", { domainName: domain, zoneId: zone_id, provider }).arn;
}

/** The firewall, its log and the key of that log must be in one region. */
function addFirewall(
  stack: TerraformStack,
  { site: of }: Settings,
  context: AwsContext,
  provider?: TerraformProvider,
): WebFirewall {
  return new WebFirewall(stack, "site-firewall", {
    ...context,
    ...firewallRules(of.web_firewall),
    name: "site",
    keyArn: provider ? addCloudFrontKey(stack, context, provider) : context.keyArn,
    scope: "cloudfront",
    provider,
  });
}

/** A key in CloudFront's region. */
function addCloudFrontKey(
  stack: TerraformStack,
  { environment, names: { name, accountId }, destroyable }: AwsContext,
  provider: TerraformProvider,
): string {
  const names = new Names({ name, environment, accountId, region: cloudFrontRegion });
  return new EncryptionKey(stack, "site-key", {
    names,
    name: "site",
    description: `The firewall's log of ${names.prefix}`,
    services: [`logs.${cloudFrontRegion}.amazonaws.com`],
    deletionWindowDays: destroyable ? 7 : 30,
    provider,
  }).keyArn;
}
