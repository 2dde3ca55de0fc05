import { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { PublicAlias, type PublicAliasProps } from "../../../../modules/aws/edge/public-alias";
import { synthesized } from "../../../synthesized";

const make = (props: Partial<PublicAliasProps> = {}) =>
  synthesized((scope) => {
    const target = { dnsName: "lb.elb.amazonaws.com", zoneId: "ZELB" };
    new PublicAlias(scope, "address", { zoneId: "Z1", name: "app.example.com", target, ...props });
  });

describe("PublicAlias", () => {
  test("a name leads to its target, without a health check", () => {
    const made = make();
    const record = made.one(Route53Record);
    expect(record).toMatchObject({
      zone_id: "Z1",
      name: "app.example.com",
      type: "A",
      alias: { name: "lb.elb.amazonaws.com", zone_id: "ZELB", evaluate_target_health: false },
    });
    expect(record).not.toHaveProperty("set_identifier");
    expect(made).not.toHaveResource(Route53HealthCheck);
  });

  test("a target with IPv6 has a record for it too", () => {
    expect(
      make({ ipv6: true })
        .all(Route53Record)
        .map(({ type }) => type),
    ).toEqual(["A", "AAAA"]);
  });

  test("the primary keeps the name while its own address answers every 30 seconds, but for three times in a row", () => {
    const made = make({ failover: { role: "primary", healthPath: "/health/ready" } });
    expect(made).toHaveResourceWithProperties(Route53HealthCheck, {
      type: "HTTPS",
      fqdn: "lb.elb.amazonaws.com",
      port: 443,
      enable_sni: false,
      resource_path: "/health/ready",
      request_interval: 30,
      failure_threshold: 3,
    });
    expect(made.all(Route53Record)).toEqual([
      expect.objectContaining({
        set_identifier: "primary",
        failover_routing_policy: { type: "PRIMARY" },
        health_check_id: expect.stringContaining("aws_route53_health_check."),
      }),
    ]);
  });

  test("the secondary answers whenever the primary does not, and has no health check", () => {
    const made = make({ failover: { role: "secondary", healthPath: "/health/ready" } });
    const record = made.one(Route53Record);
    expect(record).toMatchObject({ set_identifier: "secondary", failover_routing_policy: { type: "SECONDARY" } });
    expect(record).not.toHaveProperty("health_check_id");
    expect(made).not.toHaveResource(Route53HealthCheck);
  });
});
