import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { Construct } from "constructs";
import { Certificate } from "./certificate";

export interface PublicDomainProps {
  /** The full name, such as `app.example.com`. */
  readonly domainName: string;
  /** Further names of the certificate, in the same zone. @default - none */
  readonly alternativeNames?: readonly string[];
  /** The zone that holds `domainName`. @default - a zone of that name is made; the parent zone must delegate to it */
  readonly zoneId?: string;
  /** An existing certificate. @default - one is issued for `domainName` and `alternativeNames` */
  readonly certificateArn?: string;
}

/** A name on the internet with its certificate, in a zone that exists or is made for it. */
export class PublicDomain extends Construct {
  readonly domainName: string;
  readonly zoneId: string;
  readonly certificateArn: string;
  /** Undefined where the certificate exists already. */
  readonly certificate?: Certificate;

  constructor(scope: Construct, id: string, props: PublicDomainProps) {
    super(scope, id);
    const { domainName, alternativeNames } = props;
    this.domainName = domainName;
    this.zoneId = props.zoneId ?? new Route53Zone(this, "zone", { name: domainName }).zoneId;
    if (props.certificateArn) {
      this.certificateArn = props.certificateArn;
    } else {
      this.certificate = new Certificate(this, "certificate", { domainName, zoneId: this.zoneId, alternativeNames });
      this.certificateArn = this.certificate.arn;
    }
  }
}
