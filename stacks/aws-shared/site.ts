import type { TerraformProvider, TerraformStack } from "cdktf";
import type * as z from "zod";
import { EncryptionKey } from "../../modules/aws/access/encryption-key";
import { Certificate } from "../../modules/aws/edge/certificate";
import { PublicAlias } from "../../modules/aws/edge/public-alias";
import { StaticSite } from "../../modules/aws/edge/static-site";
import { WebFirewall } from "../../modules/aws/edge/web-firewall";
import { ObjectStore } from "../../modules/aws/stores/object-store";
import { Names } from "../../modules/names";
import type { PlatformSettings } from "../../settings/schema";
import type { site } from "../../settings/schema/aws-shared/site";
import { type AwsProviderSettings, useAwsProvider } from "./provider";

/** Of any platform that has a website. */
type Settings = Pick<PlatformSettings["account"], "protected" | "log_days"> &
  AwsProviderSettings & { readonly system: string; readonly site: z.infer<typeof site> };

export interface SiteSurroundings {
  readonly names: Names;
  /** Of the stack's region; its policy must admit CloudWatch Logs. */
  readonly keyArn: string;
}

export interface Site {
  readonly site: StaticSite;
  /** Takes the access logs of the stack's other buckets too. */
  readonly accessLogs: ObjectStore;
  /** Undefined where settings turn it off. */
  readonly firewall?: WebFirewall;
  /** By which `npm run publish-site` finds the site. */
  readonly outputs: Readonly<Record<"site_bucket" | "site_distribution_id" | "site_url", string>>;
}

/** Where CloudFront takes certificates and firewalls from, and gives its logs. */
const home = "us-east-1";

/** A website with its name, firewall and access logs, in whatever region the stack is. */
export function addSite(stack: TerraformStack, settings: Settings, around: SiteSurroundings): Site {
  const { names } = around;
  const { site: of } = settings;
  const destroyable = !settings.protected;

  const accessLogs = new ObjectStore(stack, "access-logs", {
    names,
    name: "access-logs",
    logDelivery: ["s3", "cloudfront"],
    destroyable,
    lifecycle: { expireDays: of.access_log_days },
  });
  const firewall = of.web_firewall.enabled ? addFirewall(stack, settings, around) : undefined;
  const site = new StaticSite(stack, "site", {
    names,
    name: "site",
    accessLogs,
    destroyable,
    provider: homeProvider(stack, settings),
    webAclArn: firewall?.arn,
    priceClass: of.price_class,
    contentSecurityPolicy: of.content_security_policy,
    noncurrentDays: of.noncurrent_days,
    domain: of.domain
      ? { domainName: of.domain, certificateArn: of.certificate_arn ?? addCertificate(stack, settings) }
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

function addCertificate(stack: TerraformStack, settings: Settings): string {
  const { domain, zone_id } = settings.site;
  if (!domain || !zone_id) throw new Error("site: expected certificate_arn or a domain with a zone, found neither");
  const provider = homeProvider(stack, settings);
  return new Certificate(stack, "site-certificate", { domainName: domain, zoneId: zone_id, provider }).arn;
}

/** Its log is where it is, and so is the key of that log. */
function addFirewall(stack: TerraformStack, settings: Settings, around: SiteSurroundings): WebFirewall {
  const { web_firewall: of } = settings.site;
  const provider = homeProvider(stack, settings);
  return new WebFirewall(stack, "site-firewall", {
    names: around.names,
    name: "site",
    keyArn: provider ? addHomeKey(stack, settings, provider) : around.keyArn,
    requestsPerIp: of.requests_per_ip,
    allowCidrs: of.allow_cidrs,
    blockCidrs: of.block_cidrs,
    countOnly: of.count_only,
    logDays: settings.log_days,
    scope: "cloudfront",
    provider,
  });
}

function addHomeKey(stack: TerraformStack, settings: Settings, provider: TerraformProvider): string {
  const { system, environment, account_id: accountId } = settings;
  const names = new Names({ system, environment, accountId, region: home });
  return new EncryptionKey(stack, "site-key", {
    names,
    name: "site",
    description: `The firewall's log of ${names.prefix}`,
    services: [`logs.${home}.amazonaws.com`],
    deletionWindowDays: settings.protected ? 30 : 7,
    provider,
  }).keyArn;
}

/** The provider of us-east-1, unless it is the stack's own. */
function homeProvider(stack: TerraformStack, settings: Settings): TerraformProvider | undefined {
  return settings.region === home ? undefined : useAwsProvider(stack, settings, { ...settings, region: home });
}
