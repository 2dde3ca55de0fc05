import { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";

export interface PublicAliasProps {
  /** The zone that holds `name`. */
  readonly zoneId: string;
  /** The full name, such as `app.example.com`. */
  readonly name: string;
  /** A load balancer, or a distribution of CloudFront. */
  readonly target: { readonly dnsName: string; readonly zoneId: string };
  /** Whether the target has IPv6 addresses too. @default false */
  readonly ipv6?: boolean;
  /** This region's role where two regions share the name. @default - the name leads to this target alone */
  readonly failover?: AliasFailover;
}

/** How two regions share one name. */
export interface AliasFailover {
  /** The name leads to the primary as long as it is healthy, otherwise to the secondary. */
  readonly role: "primary" | "secondary";
  /** HTTP path of the primary that answers 2xx or 3xx to anyone while it can serve. */
  readonly healthPath: string;
}

/** A name in a Route53 zone that leads to a load balancer or a distribution, or away from it while its region fails. */
export class PublicAlias extends Construct {
  constructor(scope: Construct, id: string, { zoneId, name, target, ipv6, failover }: PublicAliasProps) {
    super(scope, id);
    const healthCheck =
      failover?.role === "primary"
        ? new Route53HealthCheck(this, "health", {
            type: "HTTPS",
            // Not `name`, which may lead to the other region. The check verifies no certificate, and without SNI the
            // listener shows its default one.
            fqdn: target.dnsName,
            port: 443,
            enableSni: false,
            resourcePath: failover.healthPath,
            requestInterval: 30,
            failureThreshold: 3,
            tags: { Name: name },
          })
        : undefined;
    for (const type of ipv6 ? ["A", "AAAA"] : ["A"]) {
      new Route53Record(this, type.toLowerCase(), {
        zoneId,
        name,
        type,
        // Route 53 cannot check CloudFront's health. It counts a load balancer as failed when one of its target groups is
        // empty, as the green one is between two releases.
        alias: { name: target.dnsName, zoneId: target.zoneId, evaluateTargetHealth: false },
        setIdentifier: failover?.role,
        failoverRoutingPolicy: failover && { type: failover.role.toUpperCase() },
        healthCheckId: healthCheck?.id,
      });
    }
  }
}
