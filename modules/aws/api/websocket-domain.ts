import { Apigatewayv2ApiMapping } from "@cdktf/provider-aws/lib/apigatewayv2-api-mapping";
import { Apigatewayv2DomainName } from "@cdktf/provider-aws/lib/apigatewayv2-domain-name";
import { Construct } from "constructs";
import { PublicAlias } from "../edge/public-alias";
import type { PublicDomain } from "../edge/public-domain";

export interface WebSocketDomainProps {
  /** The domain with its zone and certificate. */
  readonly domain: Pick<PublicDomain, "domainName" | "zoneId" | "certificateArn">;
  readonly apiId: string;
  readonly stageName: string;
}

/** A custom domain for a stage of a WebSocket API, over TLS 1.2 or newer. */
export class WebSocketDomain extends Construct {
  readonly url: string;

  constructor(scope: Construct, id: string, { domain, apiId, stageName }: WebSocketDomainProps) {
    super(scope, id);
    const { domainName, zoneId } = domain;
    const name = new Apigatewayv2DomainName(this, "name", {
      domainName,
      domainNameConfiguration: {
        certificateArn: domain.certificateArn,
        endpointType: "REGIONAL",
        securityPolicy: "TLS_1_2",
      },
    });
    new Apigatewayv2ApiMapping(this, "mapping", { apiId, stage: stageName, domainName: name.domainName });
    const { targetDomainName: dnsName, hostedZoneId } = name.domainNameConfiguration;
    new PublicAlias(this, "address", { zoneId, name: domainName, target: { dnsName, zoneId: hostedZoneId } });
    this.url = `wss://${domainName}`;
  }
}
