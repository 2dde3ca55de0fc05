import { type Answer, type Finding, missing, ok } from "../look/finding";
import { grouped } from "../look/grouped";
import {
  bucketsOf,
  type CertificateReference,
  certificatesOf,
  type ZoneReference,
  zonesOf,
} from "../references/aws-names";
import type { Account } from "./account";

/** The zones, certificates and buckets that the settings name. */
export function nameFindings(account: Account): Promise<Finding[]> {
  const { stacks, all } = account;
  const zones = grouped(stacks, zonesOf, ({ zone, names }) => `${zone} ${names}`);
  const certificates = grouped(stacks, certificatesOf, ({ arn }) => arn);
  const buckets = grouped(stacks, (stack) => bucketsOf(stack, all), String);
  return Promise.all([
    ...zones.map(({ item, stacks }) => {
      const subject = item.names.length > 0 ? `${item.zone} for ${item.names.join(", ")}` : item.zone;
      return account.look({ check: "zone", subject, stacks }, () => zoneAnswer(account, item));
    }),
    ...certificates.map(({ item, stacks }) =>
      account.look({ check: "certificate", subject: item.arn, stacks }, () => certificateAnswer(account, item)),
    ),
    ...buckets.map(({ item, stacks }) =>
      account.look({ check: "bucket", subject: item, stacks }, () => bucketAnswer(account, item)),
    ),
  ]);
}

/** A zone must be public, and hold each name: the zone's own or one below it. */
async function zoneAnswer(account: Account, { zone, names }: ZoneReference): Promise<Answer> {
  const { Route53Client, GetHostedZoneCommand } = await import("@aws-sdk/client-route-53");
  // Route 53 has one endpoint, in this region.
  const client = new Route53Client(await account.options("us-east-1"));
  const find = `aws route53 list-hosted-zones-by-name --dns-name ${names[0] ?? "<domain>"}`;
  try {
    const { HostedZone } = await client.send(new GetHostedZoneCommand({ Id: zone }));
    const name = HostedZone?.Name?.replace(/\.$/, "") ?? "";
    if (HostedZone?.Config?.PrivateZone) return missing(`expected a public zone, found the private ${name}`, find);
    const outside = names.filter((it) => it !== name && !it.endsWith(`.${name}`));
    if (outside.length === 0) return ok(`zone ${name}`);
    return missing(`expected a zone that holds ${outside.join(", ")}, found ${name}`, find);
  } catch (error) {
    if (!/^(NoSuchHostedZone|InvalidInput)/.test((error as Error).name)) throw error;
    return missing("the account has no zone with this id", find);
  }
}

async function certificateAnswer(account: Account, { arn, domains }: CertificateReference): Promise<Answer> {
  const { ACMClient, DescribeCertificateCommand } = await import("@aws-sdk/client-acm");
  const region = arn.split(":")[3] as string;
  const client = new ACMClient(await account.options(region));
  const domain = domains[0] ?? "<domain>";
  const request = `aws acm request-certificate --domain-name ${domain} --validation-method DNS --region ${region}`;
  try {
    const { Certificate } = await client.send(new DescribeCertificateCommand({ CertificateArn: arn }));
    const { Status, NotAfter, SubjectAlternativeNames = [] } = Certificate ?? {};
    if (Status !== "ISSUED") return missing(`expected an issued certificate, found ${Status}`, request);
    const end = NotAfter?.toISOString().slice(0, 10);
    if (NotAfter && NotAfter.getTime() < Date.now()) return missing(`it ended on ${end}`, request);
    const outside = domains.filter((name) => !SubjectAlternativeNames.some((of) => covers(of, name)));
    if (outside.length === 0) return ok(`${SubjectAlternativeNames.join(", ")}, until ${end}`);
    return missing(`expected ${outside.join(", ")}, found ${SubjectAlternativeNames.join(", ")}`, request);
  } catch (error) {
    if ((error as Error).name !== "ResourceNotFoundException") throw error;
    return missing("it does not exist", request);
  }
}

/** Whether a name of a certificate is a domain's, or `*.` and all but its first label. */
function covers(name: string, domain: string): boolean {
  return name === domain || (name.startsWith("*.") && domain.slice(domain.indexOf(".") + 1) === name.slice(2));
}

async function bucketAnswer(account: Account, bucket: string): Promise<Answer> {
  const { S3Client, HeadBucketCommand } = await import("@aws-sdk/client-s3");
  const s3 = new S3Client({ ...(await account.options()), followRegionRedirects: true });
  try {
    await s3.send(new HeadBucketCommand({ Bucket: bucket }));
    return ok("it exists");
  } catch (error) {
    if ((error as Error).name !== "NotFound") throw error;
    return missing("it does not exist, and no stack makes it", `aws s3api create-bucket --bucket ${bucket}`);
  }
}
