import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";

export interface CertificateProps {
  /** The name the certificate is for; `*.example.com` covers one level below. */
  readonly domainName: string;
  /** Public Route53 zone that answers for every name of the certificate. */
  readonly zoneId: string;
  /** Further names. @default - none */
  readonly alternativeNames?: readonly string[];
  /**
   * A certificate of this account that covers the same names, whose validation records serve this one too: ACM requires the
   * same records in every region. @default - new records
   */
  readonly validatedBy?: Certificate;
  /** For a certificate in another region. @default - the stack's provider */
  readonly provider?: TerraformProvider;
}

/** An ACM certificate, validated through DNS. AWS renews it as long as the validation records stay. */
export class Certificate extends Construct {
  /** The ARN, which Terraform knows only after ACM has issued the certificate. */
  readonly arn: string;
  /** Names of the records that validate it. */
  readonly validationRecords: readonly string[];

  constructor(scope: Construct, id: string, props: CertificateProps) {
    super(scope, id);
    const { provider } = props;
    const names = [props.domainName, ...(props.alternativeNames ?? [])];

    const certificate = new AcmCertificate(this, "certificate", {
      provider,
      domainName: props.domainName,
      subjectAlternativeNames: names.slice(1),
      validationMethod: "DNS",
      // A listener keeps the old one until the new one is issued.
      lifecycle: { createBeforeDestroy: true },
    });
    this.validationRecords =
      props.validatedBy?.validationRecords ??
      addRecords(this, props.zoneId, names, certificate).map(({ fqdn }) => fqdn);
    const validation = new AcmCertificateValidation(this, "issued", {
      provider,
      certificateArn: certificate.arn,
      validationRecordFqdns: [...this.validationRecords],
    });

    this.arn = validation.certificateArn;
  }
}

function addRecords(scope: Construct, zoneId: string, names: string[], certificate: AcmCertificate): Route53Record[] {
  // ACM requires one and the same record for a name and its wildcard.
  const domains = new Map(names.map((name) => [name.replace(/^\*\./, ""), name]));
  return [...domains].map(([domain, name]) => {
    const option = (attribute: string) =>
      `\${[for o in ${certificate.fqn}.domain_validation_options : o.${attribute} if o.domain_name == "${name}"][0]}`;
    return new Route53Record(scope, `validation-${domain}`, {
      zoneId,
      name: option("resource_record_name"),
      type: option("resource_record_type"),
      records: [option("resource_record_value")],
      ttl: 60,
      // A certificate for the same name in another region needs the same record.
      allowOverwrite: true,
    });
  });
}
