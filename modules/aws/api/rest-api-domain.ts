import { ApiGatewayBasePathMapping } from "@cdktf/provider-aws/lib/api-gateway-base-path-mapping";
import { ApiGatewayDomainName } from "@cdktf/provider-aws/lib/api-gateway-domain-name";
import { Construct } from "constructs";
import { PublicAlias } from "../edge/public-alias";
import type { PublicDomain } from "../edge/public-domain";

export interface RestApiDomainProps {
  /** The domain with its zone and certificate. */
  readonly domain: Pick<PublicDomain, "domainName" | "zoneId" | "certificateArn">;
  readonly restApiId: string;
  readonly stageName: string;
}

/** A custom domain for a stage of a REST API, over TLS 1.2 or newer. */
export class RestApiDomain extends Construct {
  readonly url: string;

  constructor(scope: Construct, id: string, { domain, restApiId, stageName }: RestApiDomainProps) {
    super(scope, id);
    const { domainName, zoneId } = domain;
    const name = new ApiGatewayDomainName(this, "name", {
      domainName,
      regionalCertificateArn: domain.certificateArn,
      securityPolicy: "TLS_1_2",
      endpointConfiguration: { types: ["REGIONAL"] },
    });
    new ApiGatewayBasePathMapping(this, "mapping", { apiId: restApiId, stageName, domainName: name.domainName });
    new PublicAlias(this, "address", {
      zoneId,
      name: domainName,
      target: { dnsName: name.regionalDomainName, zoneId: name.regionalZoneId },
    });
    this.url = `https://${domainName}`;
  }
}
