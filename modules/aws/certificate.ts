import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";

export interface CertificateProps {
  /** The name the certificate is for; `*.example.com` covers one level below. */
  readonly domainName: string;
  /** Public Route53 zone that answers for every name of the certificate. */
  readonly zoneId: string;
  /** Further names. @default - none */
  readonly alternativeNames?: readonly string[];
}

/** An ACM certificate, validated through DNS and renewed by AWS as long as the validation records stay. */
export class Certificate extends Construct {
  /** Known once the certificate is issued. */
  readonly arn: string;

  constructor(scope: Construct, id: string, props: CertificateProps) {
    super(scope, id);
    const names = [props.domainName, ...(props.alternativeNames ?? [])];

    const certificate = new AcmCertificate(this, "certificate", {
      domainName: props.domainName,
      subjectAlternativeNames: names.slice(1),
      validationMethod: "DNS",
      // A listener keeps the old one until the new one is issued.
      lifecycle: { createBeforeDestroy: true },
    });
    // Of a name and its wildcard ACM asks for one and the same record.
    const domains = new Map(names.map((name) => [name.replace(/^\*\./, ""), name]));
    const records = [...domains].map(([domain, name]) => {
      const option = (attribute: string) =>
        `\${[for o in ${certificate.fqn}.domain_validation_options : o.${attribute} if o.domain_name == "${name}"][0]}`;
      return new Route53Record(this, `validation-${domain}`, {
        zoneId: props.zoneId,
        name: option("resource_record_name"),
        type: option("resource_record_type"),
        records: [option("resource_record_value")],
        ttl: 60,
        // A certificate for the same name in another region asks for the same record.
        allowOverwrite: true,
      });
    });
    const validation = new AcmCertificateValidation(this, "issued", {
      certificateArn: certificate.arn,
      validationRecordFqdns: records.map((record) => record.fqdn),
    });

    this.arn = validation.certificateArn;
  }
}
