import type { CertificateSummary } from "@aws-sdk/client-acm";
import { certificatesOf } from "../../preflight/references/aws-names";
import { count, due, now, ok, type Seen, type StatusFinding } from "../finding";
import { regional } from "./regional";
import type { StatusAccount } from "./status-account";

/** Days before its end at which a certificate is due: ACM renews 60 days before it, so this one was not renewed. */
const dueDays = 30;
/** Days before its end at which it needs someone at once. */
const lastDays = 7;

/** The certificates of ACM that stacks make or name: those that end soon, or are not issued. */
export async function certificateFindings(account: StatusAccount, at = new Date()): Promise<StatusFinding[]> {
  const made = regional(account, "aws_acm_certificate", "domain_name").map(({ stack, name, region }) => ({
    stack,
    region,
    subject: name,
    is: ({ DomainName }: CertificateSummary) => DomainName === name,
  }));
  const named = account.stacks.flatMap((stack) =>
    certificatesOf(stack).map(({ arn }) => ({
      stack,
      region: arn.split(":")[3] ?? account.identity.region,
      subject: arn,
      is: ({ CertificateArn }: CertificateSummary) => CertificateArn === arn,
    })),
  );
  const lists = new Map<string, Promise<CertificateSummary[]>>();
  const listOf = (region: string) => {
    const known = lists.get(region) ?? list(account, region);
    lists.set(region, known);
    return known;
  };
  const found = [...made, ...named].map(({ stack, region, subject, is }) =>
    account.ask({ topic: "certificates", stacks: [stack.id], subject }, async () => {
      const all = (await listOf(region)).filter(is);
      // One that was replaced stays in the account, unused, until it ends.
      const used = all.filter(({ InUse }) => InUse);
      if (all.length === 0) return now("there is no such certificate", `npm run plan -- ${stack.id}`);
      return worst((used.length > 0 ? used : all).map((of) => seen(account, region, of, at)));
    }),
  );
  return (await Promise.all(found)).flat();
}

async function list(account: StatusAccount, region: string): Promise<CertificateSummary[]> {
  const { ACMClient, paginateListCertificates, KeyAlgorithm } = await import("@aws-sdk/client-acm");
  const client = new ACMClient(await account.options(region));
  // Without the types of keys ACM lists RSA alone.
  const Includes = { keyTypes: Object.values(KeyAlgorithm) };
  const found: CertificateSummary[] = [];
  for await (const { CertificateSummaryList = [] } of paginateListCertificates({ client }, { Includes }))
    found.push(...CertificateSummaryList);
  return found;
}

function seen(
  account: StatusAccount,
  region: string,
  { CertificateArn, Status, NotAfter }: CertificateSummary,
  at: Date,
) {
  const look = account.command(`acm describe-certificate --certificate-arn ${CertificateArn}`, region);
  if (Status === "PENDING_VALIDATION") return now("it waits for its proof in DNS; ACM gives up after 72 hours", look);
  if (Status !== "ISSUED") return now(`expected an issued certificate, found ${Status}`, look);
  if (!NotAfter) return ok("issued");
  const days = Math.floor((NotAfter.getTime() - at.getTime()) / 86_400_000);
  const text = `until ${NotAfter.toISOString().slice(0, 10)} (${count(days, "day")})`;
  if (days >= dueDays) return ok(text);
  return (days < lastDays ? now : due)(`${text}: it was not renewed`, look);
}

/** The worst of several certificates of one domain. */
function worst(all: readonly Seen[]): Seen {
  const order = ["now", "due", "ok"];
  const [first] = [...all].sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
  return first as Seen;
}
