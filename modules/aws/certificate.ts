import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { TerraformIterator, Token } from "cdktf";
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

    const certificate = new AcmCertificate(this, "certificate", {
      domainName: props.domainName,
      subjectAlternativeNames: props.alternativeNames && [...props.alternativeNames],
      validationMethod: "DNS",
      // A listener keeps the old one until the new one is issued.
      lifecycle: { createBeforeDestroy: true },
    });
    const options = TerraformIterator.fromComplexList(certificate.domainValidationOptions, "domain_name");
    const records = new Route53Record(this, "validation", {
      forEach: options,
      zoneId: props.zoneId,
      name: options.getString("resource_record_name"),
      type: options.getString("resource_record_type"),
      records: [options.getString("resource_record_value")],
      ttl: 60,
      // example.com and *.example.com ask for the same record.
      allowOverwrite: true,
    });
    const validation = new AcmCertificateValidation(this, "issued", {
      certificateArn: certificate.arn,
      validationRecordFqdns: Token.asList(TerraformIterator.fromResources(records).pluckProperty("fqdn")),
    });

    this.arn = validation.certificateArn;
  }
}
