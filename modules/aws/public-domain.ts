import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { Construct } from "constructs";
import { Certificate } from "./certificate";

export interface PublicDomainProps {
  readonly domainName: string;
  /** The zone that holds `domainName`. @default - a zone of that name is made; the parent zone must delegate to it */
  readonly zoneId?: string;
  /** @default - a certificate is issued for `domainName` */
  readonly certificateArn?: string;
}

/** A name on the internet with its certificate, in a zone that exists or is made for it. */
export class PublicDomain extends Construct {
  readonly zoneId: string;
  readonly certificateArn: string;

  constructor(scope: Construct, id: string, { domainName, zoneId, certificateArn }: PublicDomainProps) {
    super(scope, id);
    this.zoneId = zoneId ?? new Route53Zone(this, "zone", { name: domainName }).zoneId;
    this.certificateArn =
      certificateArn ?? new Certificate(this, "certificate", { domainName, zoneId: this.zoneId }).arn;
  }
}
